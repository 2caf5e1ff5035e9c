namespace GigaChat.Usage.AspNetCore;

/// <summary>Records as a table of an export: every field.</summary>
internal static class RecordTable
{
    public static DataTable Of(PageView view, string caption, IEnumerable<UsageRecord> records) =>
        new(caption, Columns(view.Text), [.. records.Select(record => new DataRow(Cells(record, view)))]);

    public static IReadOnlyList<DataColumn> Columns(PageText text) =>
        [
            new("id", text.IdColumn, CellKind.Text),
            new("createdAt", text.CreatedColumn, CellKind.Moment),
            new("operation", text.OperationColumn, CellKind.Text),
            new("userId", text.UserIdColumn, CellKind.Text),
            new("userName", text.UserColumn, CellKind.Text),
            new("accessToken", text.TokenColumn, CellKind.Text),
            new("accessTokenType", text.TokenTypeColumn, CellKind.Text),
            new("platform", text.PlatformColumn, CellKind.Text),
            new("topic", text.TopicColumn, CellKind.Text),
            new("generationId", text.GenerationColumn, CellKind.Text),
            new("tags", text.TagsColumn, CellKind.Tags),
            new("model", text.ModelColumn, CellKind.Text),
            new("modelVersion", text.BuildColumn, CellKind.Text),
            new("totalTokens", text.TokensColumn, CellKind.Count),
            new("promptTokens", text.PromptColumn, CellKind.Count),
            new("completionTokens", text.CompletionColumn, CellKind.Count),
            new("cachedPromptTokens", text.CachedColumn, CellKind.Count),
            new("reasoningTokens", text.ReasoningColumn, CellKind.Count),
            new("rubles", text.RubleMeasure, CellKind.Rubles),
            new("source", text.SourceColumn, CellKind.Text),
            new("outcome", text.OutcomeColumn, CellKind.Text),
            new("statusCode", text.StatusColumn, CellKind.Count),
            new("finishReason", text.FinishColumn, CellKind.Text),
            new("promptLength", text.PromptLengthColumn, CellKind.Count),
            new("responseLength", text.ResponseLengthColumn, CellKind.Count),
            new("durationSeconds", text.DurationColumn, CellKind.Duration),
            new("timeToFirstTokenSeconds", text.FirstTokenColumn, CellKind.Duration),
            new("sessionId", text.SessionColumn, CellKind.Text),
            new("requestId", text.RequestColumn, CellKind.Text),
            new("isBatch", text.BatchColumn, CellKind.Flag),
            new("attempt", text.AttemptColumn, CellKind.Count),
            new("firstAttemptId", text.FirstAttemptColumn, CellKind.Text),
        ];

    public static IReadOnlyList<object?> Cells(UsageRecord record, PageView view) =>
        [
            record.Id.ToString(),
            record.CreatedAt,
            record.Operation.Value,
            record.UserId,
            record.UserName,
            record.AccessToken,
            record.AccessTokenType,
            record.Platform,
            record.Topic,
            record.GenerationId,
            record.Tags.Count == 0 ? null : record.Tags,
            record.Model,
            record.ModelVersion,
            record.TotalTokens,
            record.PromptTokens,
            record.CompletionTokens,
            record.CachedPromptTokens,
            record.ReasoningTokens,
            TokenCost.Of(record, view.Prices),
            record.Source.ToString(),
            record.Outcome.ToString(),
            (long?)record.StatusCode,
            record.FinishReason,
            (long)record.PromptLength,
            (long)record.ResponseLength,
            record.Duration,
            record.TimeToFirstToken,
            record.SessionId,
            record.RequestId,
            record.IsBatch,
            (long)record.Attempt,
            record.FirstAttemptId?.ToString(),
        ];
}
