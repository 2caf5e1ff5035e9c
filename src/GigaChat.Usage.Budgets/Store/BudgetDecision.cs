namespace GigaChat.Usage;

/// <summary>A store's decision on a reservation.</summary>
/// <param name="RefusedBy">The index of the charge that does not fit; null when all fit and are reserved.</param>
/// <param name="Count">The figures of the counter of that charge.</param>
public readonly record struct BudgetDecision(int? RefusedBy, BudgetCount Count)
{
    /// <summary>The decision that all charges fit.</summary>
    public static BudgetDecision Granted { get; }

    /// <summary>The decision that a counter is not open; nothing was reserved.</summary>
    public static BudgetDecision NotOpen { get; } = new() { IsNotOpen = true };

    /// <summary><c>true</c> if a counter has to be opened first; otherwise, <c>false</c>.</summary>
    public bool IsNotOpen { get; private init; }

    /// <summary><c>true</c> if all charges fit; otherwise, <c>false</c>.</summary>
    public bool IsGranted => RefusedBy is null && !IsNotOpen;
}
