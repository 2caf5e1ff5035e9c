namespace GigaChat.Usage;

/// <summary>A store's answer to a reservation.</summary>
/// <param name="RefusedBy">The place of the charge that does not fit; null when all fit and are reserved.</param>
/// <param name="Count">What stands on the counter of that charge.</param>
public readonly record struct BudgetDecision(int? RefusedBy, BudgetCount Count)
{
    /// <summary>All charges fit.</summary>
    public static BudgetDecision Granted { get; }

    /// <summary>Whether all charges fit.</summary>
    public bool IsGranted => RefusedBy is null;
}
