using System.Data.Common;
using GigaChat.Usage.DependencyInjection;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The columns of a record in the order of every statement.</summary>
internal static class UsageRecordColumns
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "id",
        "created_at",
        "operation",
        "model",
        "model_version",
        "user_id",
        "user_name",
        "access_token",
        "access_token_type",
        "generation_id",
        "topic",
        "platform",
        "session_id",
        "request_id",
        "prompt_tokens",
        "completion_tokens",
        "cached_prompt_tokens",
        "total_tokens",
        "source",
        "outcome",
        "prompt_length",
        "response_length",
        "duration_us",
        "time_to_first_token_us",
        "status_code",
        "finish_reason",
        "is_batch",
        "attempt",
        "first_attempt_id",
        "reasoning_tokens",
        "text_id",
        "tags",
    ];

    /// <summary>Gets the columns for an INSERT or, with an alias of the table, for a SELECT.</summary>
    public static SqlText List(SqlText alias = default) =>
        SqlText.List(Names.Select(SqlText.Name).Select(name => alias.IsEmpty ? name : (SqlText)$"{alias}.{name}"));

    public static UsageRecord Read(DbDataReader reader, UsageDialect dialect) =>
        new()
        {
            Id = dialect.ReadId(reader, 0),
            CreatedAt = UnixMicroseconds.ToTime(dialect.ReadTime(reader, 1)),
            Operation = new UsageOperation(reader.GetString(2)),
            Model = Text(reader, 3),
            ModelVersion = Text(reader, 4),
            UserId = Text(reader, 5),
            UserName = Text(reader, 6),
            AccessToken = Text(reader, 7),
            AccessTokenType = Text(reader, 8),
            GenerationId = Text(reader, 9),
            Topic = Text(reader, 10),
            Platform = Text(reader, 11),
            SessionId = Text(reader, 12),
            RequestId = Text(reader, 13),
            PromptTokens = Number(reader, 14),
            CompletionTokens = Number(reader, 15),
            CachedPromptTokens = Number(reader, 16),
            TotalTokens = reader.GetInt64(17),
            Source = (UsageSource)reader.GetInt16(18),
            Outcome = (UsageOutcome)reader.GetInt16(19),
            PromptLength = reader.GetInt32(20),
            ResponseLength = reader.GetInt32(21),
            Duration = Span(reader.GetInt64(22)),
            TimeToFirstToken = Number(reader, 23) is { } first ? Span(first) : null,
            StatusCode = reader.IsDBNull(24) ? null : reader.GetInt32(24),
            FinishReason = Text(reader, 25),
            IsBatch = reader.GetBoolean(26),
            Attempt = reader.GetInt32(27),
            FirstAttemptId = reader.IsDBNull(28) ? null : dialect.ReadId(reader, 28),
            ReasoningTokens = Number(reader, 29),
            Tags = UsageTagsJsonConverter.FromText(Text(reader, 31)),
        };

    /// <summary>Gets tags as they are stored; null when there are none.</summary>
    public static string? TextOf(UsageTags tags) => UsageTagsJsonConverter.ToText(tags);

    public static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static string? Text(DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    private static long? Number(DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetInt64(ordinal);

    private static TimeSpan Span(long microseconds) => TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
