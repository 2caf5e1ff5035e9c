namespace GigaChat.Usage;

/// <summary>The data of the event for a comparison with less coverage than required.</summary>
/// <param name="reconciliation">The comparison.</param>
public sealed class BalanceUncoveredEventArgs(BalanceReconciliation reconciliation) : EventArgs
{
    /// <summary>The comparison.</summary>
    public BalanceReconciliation Reconciliation { get; } = reconciliation;
}
