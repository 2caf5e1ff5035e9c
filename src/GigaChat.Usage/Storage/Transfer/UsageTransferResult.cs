namespace GigaChat.Usage;

/// <summary>The result of a transfer.</summary>
public sealed class UsageTransferResult
{
    internal UsageTransferResult(long copied, IReadOnlyList<UsageTransferDifference> differences)
    {
        Copied = copied;
        Differences = differences;
    }

    /// <summary>The number of records that were copied, those included that the target had already.</summary>
    public long Copied { get; }

    /// <summary>
    /// The totals that differ: of days with records that the source has deleted, which cannot be copied, and of records that
    /// only the target has. Empty when all are equal.
    /// </summary>
    public IReadOnlyList<UsageTransferDifference> Differences { get; }
}
