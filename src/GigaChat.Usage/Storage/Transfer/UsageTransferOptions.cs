namespace GigaChat.Usage;

/// <summary>The options of a transfer.</summary>
public sealed class UsageTransferOptions
{
    /// <summary>The first moment of the records to copy.</summary>
    /// <value>The default is null: from the first record.</value>
    public DateTimeOffset? From { get; set; }

    /// <summary>The moment after the last of the records to copy.</summary>
    /// <value>The default is null: up to the start of the transfer.</value>
    public DateTimeOffset? To { get; set; }

    /// <summary>The time zone of the days that are compared and copied; that of both stores is the fastest.</summary>
    /// <value>The default is Europe/Moscow.</value>
    public TimeZoneInfo TimeZone { get; set; } = ReportTimeZone.Default;

    /// <summary>The number of records that are read and written at once, 1 to 10,000.</summary>
    /// <value>The default is 10,000.</value>
    public int BatchSize { get; set; } = UsagePage.MaxSize;

    /// <summary>
    /// The number of times that days which still differ are copied again, 1 to 100: records may arrive in the source
    /// meanwhile.
    /// </summary>
    /// <value>The default is 3.</value>
    public int MaxRounds { get; set; } = 3;

    /// <summary>Receives the progress after each batch.</summary>
    /// <value>The default is null.</value>
    public IProgress<UsageTransferProgress>? Progress { get; set; }

    /// <summary>The clock.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BatchSize, UsagePage.MaxSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRounds, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRounds, 100);
        ArgumentNullException.ThrowIfNull(TimeZone);
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
