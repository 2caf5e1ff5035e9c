using GigaChat.Usage.Budgets;

namespace GigaChat.Usage;

/// <summary>
/// The unit of counting of a store: one budget of one user, token, type, platform, value of a tag or model, in one unit
/// and one period.
/// </summary>
/// <remarks>
/// Two counters are the same when <see cref="Budget"/>, <see cref="Scope"/>, <see cref="TagKey"/>, <see cref="Key"/>,
/// unit, period and its start are.
/// </remarks>
public sealed class BudgetCounter
{
    private BudgetCounterKey? _identity;

    /// <summary>Gets the budget's name.</summary>
    public required string Budget { get; init; }

    /// <summary>Gets the scope of the budget.</summary>
    public BudgetScope Scope { get; init; }

    /// <summary>Gets the user, access token, type, platform, value of the tag or model; null for a budget that covers
    /// all calls.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the key of the tag; null for other scopes.</summary>
    public string? TagKey { get; init; }

    /// <summary>Gets <c>true</c> if amounts are billionths of a ruble; <c>false</c> if they are tokens.</summary>
    public bool IsInRubles { get; init; }

    /// <summary>Gets the kind of the period.</summary>
    public BudgetPeriod Period { get; init; }

    /// <summary>Gets the first moment of the period; the minimum time for a rolling one.</summary>
    public DateTimeOffset PeriodStart { get; init; }

    /// <summary>Gets the first moment after the period; the maximum time for a rolling one.</summary>
    public DateTimeOffset PeriodEnd { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Gets the length of a rolling period; null for the others.</summary>
    public TimeSpan? Window { get; init; }

    internal BudgetCounterKey Identity =>
        _identity ??= new(Budget, Scope, TagKey, Key, IsInRubles, Period, Window, PeriodStart.UtcTicks);

    /// <summary>The use at which the budget's lowest threshold is reached.</summary>
    internal long LowestThreshold { get; set; } = long.MaxValue;

    /// <summary>The highest threshold that this process has seen marked, in percent.</summary>
    internal int Marked { get; set; }

    /// <summary>The timestamp at which the process saw it.</summary>
    internal long MarkedAt { get; set; }

    /// <summary>The state of the in-process store, found here without a look-up.</summary>
    internal object? InProcess { get; set; }

    internal BudgetOpening? Opening { get; set; }

    /// <summary>The counting of the call of this process that ended last, in a shared store.</summary>
    internal Task Settling { get; set; } = Task.CompletedTask;

    internal volatile bool IsOpen;
}
