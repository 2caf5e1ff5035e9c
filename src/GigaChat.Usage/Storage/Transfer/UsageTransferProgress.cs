namespace GigaChat.Usage;

/// <summary>The progress of a transfer after a batch.</summary>
public sealed record UsageTransferProgress
{
    /// <summary>The number of records that were copied, those included that the target had already.</summary>
    public long Copied { get; init; }

    /// <summary>The day that is copied.</summary>
    public DateOnly Day { get; init; }

    /// <summary>The number of days that are left after it.</summary>
    public int DaysLeft { get; init; }
}
