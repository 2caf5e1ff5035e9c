namespace GigaChat.Usage;

/// <summary>The totals of the records that an import has read, those that were already in the store included.</summary>
public sealed class UsageImportResult
{
    internal UsageImportResult() { }

    /// <summary>The number of records.</summary>
    public long Records { get; internal init; }

    /// <summary>The sum of their tokens.</summary>
    public long TotalTokens { get; internal init; }

    /// <summary>The time of the earliest record, in UTC; null when there was none.</summary>
    public DateTimeOffset? Earliest { get; internal init; }

    /// <summary>The time of the latest record, in UTC; null when there was none.</summary>
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
