namespace GigaChat.Usage;

/// <summary>A comparison has found less coverage than was asked for.</summary>
/// <param name="reconciliation">The comparison.</param>
public sealed class BalanceUncoveredEventArgs(BalanceReconciliation reconciliation) : EventArgs
{
    /// <summary>The comparison.</summary>
    public BalanceReconciliation Reconciliation { get; } = reconciliation;
}
