namespace GigaChat.Usage;

/// <summary>What an import has read. What was in the store already counts too, though it changed nothing
/// there.</summary>
public sealed class UsageImportResult
{
    internal UsageImportResult() { }

    /// <summary>How many records.</summary>
    public long Records { get; internal init; }

    /// <summary>The sum of their tokens.</summary>
    public long TotalTokens { get; internal init; }

    /// <summary>When the earliest of them was made, in UTC; null when there was none.</summary>
    public DateTimeOffset? Earliest { get; internal init; }

    /// <summary>When the latest of them was made, in UTC; null when there was none.</summary>
    public DateTimeOffset? Latest { get; internal init; }

    internal UsageImportResult With(UsageRecord record) =>
        new()
        {
            Records = Records + 1,
            TotalTokens = TotalTokens + record.TotalTokens,
            Earliest = Earliest < record.CreatedAt ? Earliest : record.CreatedAt,
            Latest = Latest > record.CreatedAt ? Latest : record.CreatedAt,
        };
}
