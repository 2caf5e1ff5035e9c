namespace GigaChat.Usage.AspNetCore;

/// <summary>The page of one record. A value that other records share links to them.</summary>
internal static class RecordPage
{
    public static Html Draw(PageView view, UsageRecord record, RecordsQuery list)
    {
        var (text, format) = (view.Text, view.Format);
        var created = format.Moment(view.Local(record.CreatedAt));
        return Layout.Draw(
            view,
            $"{text.Operation(record.Operation)}, {created}",
            "record",
            $"""
            <p class="back"><a href="{view.Links.Records(list)}">← {text.BackToList}</a></p>
            <div class="grid">
            {Group("spent", text.SpentGroup, 6, Spent(view, record))}
            {Group("charged", text.ChargedGroup, 6, Charged(view, record))}
            {Group("call", text.CallGroup, 12, Call(view, record, created))}
            </div>
            """
        );
    }

    private static Html[] Spent(PageView view, UsageRecord record) =>
        [
            Field(
                view,
                "operation",
                view.Text.OperationColumn,
                view.Text.Operation(record.Operation),
                FilterFields.Operation,
                record.Operation.Value
            ),
            Field(view, "tokens", view.Text.TokensColumn, view.Format.Count(record.TotalTokens)),
            Field(view, "prompt", view.Text.PromptColumn, Count(view, record.PromptTokens)),
            Field(view, "completion", view.Text.CompletionColumn, Count(view, record.CompletionTokens)),
            Field(view, "cached", view.Text.CachedColumn, Count(view, record.CachedPromptTokens)),
            Field(view, "reasoning", view.Text.ReasoningColumn, Count(view, record.ReasoningTokens)),
            Field(
                view,
                "source",
                view.Text.SourceColumn,
                view.Text.Source(record.Source),
                FilterFields.Source,
                record.Source.ToString()
            ),
            Field(
                view,
                "cost",
                view.Text.CostColumn,
                TokenCost.Of(record, view.Prices) is { } rubles
                    ? view.Format.SmallRubles(rubles)
                    : view.Text.PriceMissing
            ),
            Field(view, "model", view.Text.ModelColumn, record.Model, FilterFields.Model),
            Field(view, "build", view.Text.BuildColumn, record.ModelVersion),
            Field(view, "batch", view.Text.BatchColumn, record.IsBatch ? view.Text.Yes : view.Text.No),
        ];

    private static Html[] Charged(PageView view, UsageRecord record) =>
        [
            Field(view, "user", view.Text.UserColumn, RecordNames.Payer(record, view.Text)),
            Field(view, "user-id", view.Text.UserIdColumn, record.UserId, FilterFields.User),
            Field(view, "token", view.Text.TokenColumn, record.AccessToken, FilterFields.AccessToken),
            Field(view, "token-type", view.Text.TokenTypeColumn, record.AccessTokenType, FilterFields.TokenType),
            Field(view, "topic", view.Text.TopicColumn, record.Topic, FilterFields.Topic),
            Field(view, "platform", view.Text.PlatformColumn, record.Platform, FilterFields.Platform),
            Field(view, "generation", view.Text.GenerationColumn, record.GenerationId, FilterFields.Generation),
            Field(view, "session", view.Text.SessionColumn, record.SessionId, FilterFields.Session),
            Tags(view, record.Tags),
        ];

    /// <summary>Draws each tag as a link to the records with the same value.</summary>
    private static Html Tags(PageView view, UsageTags tags)
    {
        if (tags.Count == 0)
            return Field(view, "tags", view.Text.TagsColumn, null);
        var links = tags.Select(tag =>
            (Html)
                $"""<a href="{view.Links.Records(new RecordsQuery { Selection = new Selection(PeriodChoice.Of(RecordsQuery.DefaultPeriod), new UsageFilter { Tags = UsageTags.Of(tag.Key, tag.Value) }) })}" title="{view.Text.OtherCallsOf(tag.Key)}">{tag.Key}={tag.Value}</a> """
        );
        return Field("tags", view.Text.TagsColumn, $"{links}");
    }

    private static Html[] Call(PageView view, UsageRecord record, string created) =>
        [
            Field(view, "created", view.Text.CreatedColumn, created),
            Field(
                view,
                "outcome",
                view.Text.OutcomeColumn,
                view.Text.Outcome(record.Outcome),
                FilterFields.Outcome,
                record.Outcome.ToString()
            ),
            Field(
                view,
                "status",
                view.Text.StatusColumn,
                record.StatusCode is { } status ? view.Format.Plain(status) : null
            ),
            Field(view, "finish", view.Text.FinishColumn, record.FinishReason),
            Field(view, "duration", view.Text.DurationColumn, view.Format.Duration(record.Duration)),
            Field(
                view,
                "first-token",
                view.Text.FirstTokenColumn,
                record.TimeToFirstToken is { } first ? view.Format.Duration(first) : null
            ),
            Field(view, "prompt-length", view.Text.PromptLengthColumn, view.Format.Count(record.PromptLength)),
            Field(view, "response-length", view.Text.ResponseLengthColumn, view.Format.Count(record.ResponseLength)),
            Field(view, "attempt", view.Text.AttemptColumn, view.Format.Count(record.Attempt)),
            record.FirstAttemptId is { } firstAttempt
                ? Field(
                    "first-attempt",
                    view.Text.FirstAttemptColumn,
                    $"""<a href="{view.Links.Record(firstAttempt)}">{firstAttempt}</a>"""
                )
                : Html.Empty,
            Field(view, "request", view.Text.RequestColumn, record.RequestId, FilterFields.Request),
            Field(view, "id", view.Text.IdColumn, record.Id.ToString()),
        ];

    private static Html Group(string id, string title, int width, IEnumerable<Html> fields) =>
        $"""
            <section class="card w{width}" aria-labelledby="{id}-title"><header><h2 id="{id}-title">{title}</h2></header>
            <dl class="fields">{fields}</dl></section>

            """;

    /// <summary>Draws a field; with a filter it links to the records that have the same.</summary>
    private static Html Field(
        PageView view,
        string id,
        string name,
        string? value,
        FilterField? filter = null,
        string? key = null
    )
    {
        if (filter is null || value is null)
            return Field(id, name, $"{value ?? "—"}");
        return Field(
            id,
            name,
            $"""<a href="{view.Links.Records(new RecordsQuery { Selection = new Selection(PeriodChoice.Of(RecordsQuery.DefaultPeriod), filter.Set(UsageFilter.All, key ?? value)) })}" title="{view.Text.OtherCallsOf(name)}">{value}</a>"""
        );
    }

    private static Html Field(string id, string name, Html value) =>
        $"""<div id="field-{id}"><dt>{name}</dt><dd>{value}</dd></div>""";

    private static string? Count(PageView view, long? count) => count is { } known ? view.Format.Count(known) : null;
}
