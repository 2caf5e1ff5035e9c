using ClickHouse.Driver.ADO.Readers;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.ClickHouse;

/// <summary>The columns of a record, in the order in which they are written and read.</summary>
/// <remarks>An empty text, a count of -1 and an id of zeros stand for null: a nullable column is a column more.</remarks>
internal static class RecordColumns
{
    private const int NoStatus = int.MinValue;

    public static readonly IReadOnlyList<(string Name, string Type)> All =
    [
        ("id_high", "UInt64 CODEC(Delta, ZSTD(1))"),
        ("id_low", "UInt64 CODEC(NONE)"),
        ("created_at", "Int64 CODEC(Delta, ZSTD(1))"),
        ("operation", "LowCardinality(String) CODEC(ZSTD(1))"),
        ("model", "LowCardinality(String) CODEC(ZSTD(1))"),
        ("model_version", "LowCardinality(String) CODEC(ZSTD(1))"),
        ("user_id", "String CODEC(ZSTD(3))"),
        ("user_name", "String CODEC(ZSTD(3))"),
        ("access_token", "String CODEC(ZSTD(3))"),
        ("access_token_type", "LowCardinality(String) CODEC(ZSTD(1))"),
        ("generation_id", "String CODEC(ZSTD(3))"),
        ("topic", "String CODEC(ZSTD(3))"),
        ("platform", "LowCardinality(String) CODEC(ZSTD(1))"),
        ("session_id", "String CODEC(ZSTD(3))"),
        ("request_id", "String CODEC(ZSTD(3))"),
        ("prompt_tokens", "Int64 CODEC(T64, ZSTD(1))"),
        ("completion_tokens", "Int64 CODEC(T64, ZSTD(1))"),
        ("cached_prompt_tokens", "Int64 CODEC(T64, ZSTD(1))"),
        ("reasoning_tokens", "Int64 CODEC(T64, ZSTD(1))"),
        ("total_tokens", "Int64 CODEC(T64, ZSTD(1))"),
        ("source", "UInt8 CODEC(ZSTD(1))"),
        ("outcome", "UInt8 CODEC(ZSTD(1))"),
        ("prompt_length", "Int32 CODEC(T64, ZSTD(1))"),
        ("response_length", "Int32 CODEC(T64, ZSTD(1))"),
        ("duration", "Int64 CODEC(T64, ZSTD(1))"),
        ("time_to_first_token", "Int64 CODEC(T64, ZSTD(1))"),
        ("status_code", "Int32 CODEC(ZSTD(1))"),
        ("finish_reason", "LowCardinality(String) CODEC(ZSTD(1))"),
        ("is_batch", "UInt8 CODEC(ZSTD(1))"),
        ("attempt", "Int32 CODEC(ZSTD(1))"),
        ("first_attempt_id", "UUID CODEC(ZSTD(3))"),
        ("tags", "Map(LowCardinality(String), LowCardinality(String)) CODEC(ZSTD(3))"),
        ("folded", "String CODEC(ZSTD(3))"),
    ];

    /// <summary>The halves of the id as numbers: its first half, made of time, takes a fifth of its size so.</summary>
    public const string Key = "id_high, id_low";

    /// <summary>All but the folded text, which is only searched.</summary>
    public static string Read { get; } =
        string.Join(
            ", ",
            All.Skip(2).Where(column => column.Name != "folded").Select(column => column.Name).Prepend("id")
        );

    public static string Written { get; } = string.Join(", ", All.Select(column => column.Name));

    public static void Write(RowBinaryWriter row, UsageRecord record)
    {
        row.Write(record.Id);
        row.Write(UnixMicroseconds.Of(record.CreatedAt));
        row.Write(record.Operation.Value);
        row.Write(record.Model);
        row.Write(record.ModelVersion);
        row.Write(record.UserId);
        row.Write(record.UserName);
        row.Write(record.AccessToken);
        row.Write(record.AccessTokenType);
        row.Write(record.GenerationId);
        row.Write(record.Topic);
        row.Write(record.Platform);
        row.Write(record.SessionId);
        row.Write(record.RequestId);
        row.Write(record.PromptTokens ?? -1);
        row.Write(record.CompletionTokens ?? -1);
        row.Write(record.CachedPromptTokens ?? -1);
        row.Write(record.ReasoningTokens ?? -1);
        row.Write(record.TotalTokens);
        row.Write((byte)record.Source);
        row.Write((byte)record.Outcome);
        row.Write(record.PromptLength);
        row.Write(record.ResponseLength);
        row.Write(record.Duration.Ticks / TimeSpan.TicksPerMicrosecond);
        row.Write(record.TimeToFirstToken is { } first ? first.Ticks / TimeSpan.TicksPerMicrosecond : -1);
        row.Write(record.StatusCode ?? NoStatus);
        row.Write(record.FinishReason);
        row.Write(record.IsBatch ? (byte)1 : (byte)0);
        row.Write(record.Attempt);
        row.Write(record.FirstAttemptId ?? Guid.Empty);
        row.Write(record.Tags);
        row.Write(UsageFold.SearchText(record));
    }

    public static UsageRecord Of(ClickHouseDataReader reader)
    {
        var next = 0;
        return new UsageRecord(reader.GetGuid(next++))
        {
            CreatedAt = UnixMicroseconds.ToTime(reader.GetInt64(next++)),
            Operation = new UsageOperation(reader.GetString(next++)),
            Model = Text(),
            ModelVersion = Text(),
            UserId = Text(),
            UserName = Text(),
            AccessToken = Text(),
            AccessTokenType = Text(),
            GenerationId = Text(),
            Topic = Text(),
            Platform = Text(),
            SessionId = Text(),
            RequestId = Text(),
            PromptTokens = Count(),
            CompletionTokens = Count(),
            CachedPromptTokens = Count(),
            ReasoningTokens = Count(),
            TotalTokens = reader.GetInt64(next++),
            Source = (UsageSource)reader.GetByte(next++),
            Outcome = (UsageOutcome)reader.GetByte(next++),
            PromptLength = reader.GetInt32(next++),
            ResponseLength = reader.GetInt32(next++),
            Duration = TimeSpan.FromMicroseconds(reader.GetInt64(next++)),
            TimeToFirstToken = Count() is { } first ? TimeSpan.FromMicroseconds(first) : null,
            StatusCode = reader.GetInt32(next++) is var status && status == NoStatus ? null : status,
            FinishReason = Text(),
            IsBatch = reader.GetByte(next++) != 0,
            Attempt = reader.GetInt32(next++),
            FirstAttemptId = reader.GetGuid(next++) is var id && id == Guid.Empty ? null : id,
            Tags = UsageTags.FromPairs((IEnumerable<KeyValuePair<string, string>>)reader.GetValue(next++)),
        };

        string? Text() => reader.GetString(next++) is { Length: > 0 } text ? text : null;

        long? Count() => reader.GetInt64(next++) is >= 0 and var count ? count : null;
    }
}
