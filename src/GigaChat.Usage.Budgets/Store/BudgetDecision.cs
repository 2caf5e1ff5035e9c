namespace GigaChat.Usage;

/// <summary>A store's decision on a reservation.</summary>
/// <param name="RefusedBy">The place of the charge that does not fit; null when all fit and are reserved.</param>
/// <param name="Count">The figures of the counter of that charge.</param>
public readonly record struct BudgetDecision(int? RefusedBy, BudgetCount Count)
{
    /// <summary>All charges fit.</summary>
    public static BudgetDecision Granted { get; }

    /// <summary>A counter is not open; nothing was reserved.</summary>
    public static BudgetDecision NotOpen { get; } = new() { IsNotOpen = true };

    /// <summary>Whether a counter has to be opened first.</summary>
    public bool IsNotOpen { get; private init; }

    /// <summary>Whether all charges fit.</summary>
    public bool IsGranted => RefusedBy is null && !IsNotOpen;
}
