using Microsoft.Extensions.Logging;

namespace GigaChat.Usage;

/// <summary>The options of a <see cref="GigaChatUsageHandler"/> that is created without services.</summary>
public sealed class GigaChatUsageHandlerOptions
{
    /// <summary>The options of tracking. <see cref="GigaChatUsageOptions.Hosts"/> has no effect here: the handler tracks
    /// calls to any host by their path.</summary>
    /// <value>The default is an instance with default values.</value>
    public GigaChatUsageOptions Tracking { get; init; } = new();

    /// <summary>The estimator of what the API does not report.</summary>
    /// <value>The default is a <see cref="ScriptAwareTokenEstimator"/>.</value>
    public ITokenEstimator Estimator { get; init; } = new ScriptAwareTokenEstimator();

    /// <summary>The enrichers, which run in this order.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<IUsageEnricher> Enrichers { get; init; } = [];

    /// <summary>The gates that decide whether calls are sent, such as budgets.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<ICallGate> Gates { get; init; } = [];

    /// <summary>The receiver of the balances that pass by.</summary>
    /// <value>The default is null.</value>
    public IBalanceObserver? Balance { get; init; }

    /// <summary>The prices of the metric <c>gigachat.usage.cost</c>.</summary>
    /// <value>The default is <see cref="PriceBook.Sber"/>.</value>
    public PriceBook Prices { get; init; } = PriceBook.Sber;

    /// <summary>The clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The logger of failures of tracking.</summary>
    /// <value>The default is null: failures are not logged.</value>
    public ILogger<GigaChatUsageHandler>? Logger { get; init; }
}
