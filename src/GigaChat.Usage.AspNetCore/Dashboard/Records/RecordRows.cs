namespace GigaChat.Usage.AspNetCore;

/// <summary>Draws records as the rows of a list.</summary>
internal static class RecordRows
{
    public static Html Draw(
        IReadOnlyList<UsageRecord> records,
        string caption,
        PageView view,
        RecordsQuery? list = null
    )
    {
        var text = view.Text;
        return $"""
            <div class="scroll"><table class="figures wide records">
            <caption class="quiet">{caption}</caption>
            <thead><tr>
            <th scope="col">{text.CreatedColumn}</th><th scope="col">{text.OperationColumn}</th><th scope="col">{text.UserColumn}</th>
            <th scope="col" class="number">{text.TokensColumn}</th><th scope="col" class="number minor">{text.CostColumn}</th>
            <th scope="col" class="minor">{text.TopicColumn}</th><th scope="col" class="minor">{text.PlatformColumn}</th><th scope="col" class="minor">{text.ModelColumn}</th>
            </tr></thead>
            <tbody>
            {records.Select(record => Row(record, view, list))}
            </tbody>
            </table></div>
            """;
    }

    private static Html Row(UsageRecord record, PageView view, RecordsQuery? list) =>
        $"""
            <tr data-id="{record.Id}">
            <td class="time" data-label="{view.Text.CreatedColumn}"><a href="{view.Links.Record(record.Id, list)}">{view.Format.Moment(
                view.Local(record.CreatedAt)
            )}</a></td>
            <td class="operation" data-label="{view.Text.OperationColumn}"><span class="chip">{Plot.Dot(SeriesColour.Of(record.Operation))}{view.Text.Operation(
                record.Operation
            )}</span>{Outcome(record, view.Text)}</td>
            <td class="payer text" data-label="{view.Text.UserColumn}">{Whole(RecordNames.Payer(record, view.Text))}</td>
            <td class="number tokens" data-label="{view.Text.TokensColumn}">{view.Format.Count(record.TotalTokens)}{Estimated(record, view.Text)}</td>
            <td class="number minor" data-label="{view.Text.CostColumn}">{(
                TokenCost.Of(record, view.Prices) is { } rubles
                    ? view.Format.SmallRubles(rubles)
                    : view.Text.PriceMissing
            )}</td>
            <td class="minor topic text" data-label="{view.Text.TopicColumn}">{Whole(RecordNames.ShortTopic(record.Topic), record.Topic)}</td>
            <td class="minor text" data-label="{view.Text.PlatformColumn}">{Whole(record.Platform ?? "—")}</td>
            <td class="minor model text" data-label="{view.Text.ModelColumn}">{Whole(record.Model ?? "—")}</td>
            </tr>

            """;

    /// <summary>A text that may be cut to an ellipsis, with the whole of it in its title.</summary>
    private static Html Whole(string text, string? whole = null) => $"""<span title="{whole ?? text}">{text}</span>""";

    private static Html Outcome(UsageRecord record, PageText text)
    {
        if (record.Outcome == UsageOutcome.Completed)
            return Html.Empty;
        return $""" <span class="outcome">{text.Outcome(record.Outcome)}</span>""";
    }

    private static Html Estimated(UsageRecord record, PageText text)
    {
        if (record.Source != UsageSource.Estimated)
            return Html.Empty;
        return $"""<span class="estimated" title="{text.EstimatedMark}"> ≈<span class="quiet"> {text.EstimatedMark}</span></span>""";
    }
}
