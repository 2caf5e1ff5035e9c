namespace GigaChat.Usage;

/// <summary>What a store counts: one budget of one user, token, type or platform in one period.</summary>
/// <param name="Budget">The budget's name.</param>
/// <param name="Key">Whose; null for everything together.</param>
/// <param name="PeriodStart">The first moment of the period; the beginning of time for a rolling one.</param>
/// <param name="PeriodEnd">The first moment after it; the end of time for a rolling one.</param>
/// <param name="Window">The length of a rolling period; null for the others.</param>
public sealed record BudgetCounter(string Budget, string? Key, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd, TimeSpan? Window)
{
    /// <summary>The budget and whose it is, whatever the period.</summary>
    public string Id { get; } = Key is null ? Budget : $"{Budget}/{Key}";

    internal Task? Opening { get; set; }

    internal bool IsOpen { get; set; }
}
