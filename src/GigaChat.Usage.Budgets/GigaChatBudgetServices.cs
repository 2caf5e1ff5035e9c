using GigaChat.Usage.Budgets;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage;

/// <summary>What <see cref="GigaChatBudgets"/> work with where they are created without services.</summary>
public sealed class GigaChatBudgetServices
{
    /// <summary>The options.</summary>
    /// <value>The default is an instance with default values.</value>
    public GigaChatBudgetOptions Options { get; init; } = new();

    /// <summary>The store of the counters.</summary>
    /// <value>The default is null: the counters are in this process.</value>
    public IBudgetStore? Store { get; init; }

    /// <summary>The clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The logger of thresholds and failures.</summary>
    /// <value>The default is null: nothing is logged.</value>
    public ILogger<GigaChatBudgets>? Logger { get; init; }

    /// <summary>The metrics; null for none.</summary>
    internal BudgetMetrics? Metrics { get; init; }

    /// <summary>The clock of the time limits of callers, see <see cref="TimeLimitClock"/>.</summary>
    internal TimeProvider Limits { get; init; } = TimeProvider.System;
}
