using GigaChat.Usage.Budgets;
using GigaChat.Usage.Configuration;
using GigaChat.Usage.Logging;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage;

/// <summary>
/// Enforces budgets: reserves before a call, settles after it, and raises an event when a threshold is reached. Safe
/// for concurrent use.
/// </summary>
public sealed partial class GigaChatBudgets
{
    private const int SettleTries = 4;
    private const int OpenTries = 3;

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    private volatile BudgetPeriodClock[] _clocks = [];
    private readonly GigaChatTokenUsage _usage;
    private readonly IBudgetStore _store;
    private readonly BudgetOpenings _openings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BudgetMetrics? _metrics;
    private readonly LogThrottle _throttle;
    private readonly BudgetThresholds _thresholds;
    private readonly BudgetCircuit _circuit;
    private readonly BackgroundWork _background = new();
    private readonly bool _isInProcess;
    private long _unknown;
    private UnaskedCalls _sent;
    private UnaskedCalls _refused;
    private UnaskedCalls _blind;

    /// <summary>Initializes a new instance of the <see cref="GigaChatBudgets"/> class with counters in this
    /// process.</summary>
    /// <param name="budgets">The budgets.</param>
    /// <param name="usage">The service with the prices, the report time zone, and the usage before the counters were
    /// opened.</param>
    /// <exception cref="OptionsValidationException">A budget is not valid, or two budgets have the same name; the
    /// message names every problem.</exception>
    public GigaChatBudgets(IEnumerable<UsageBudget> budgets, GigaChatTokenUsage usage)
        : this(budgets, usage, new GigaChatBudgetServices()) { }

    /// <summary>Initializes a new instance of the <see cref="GigaChatBudgets"/> class.</summary>
    /// <param name="budgets">The budgets.</param>
    /// <param name="usage">The service with the prices, the report time zone, and the usage before the counters were
    /// opened.</param>
    /// <param name="services">The options, the store of the counters, the clock and the logger.</param>
    /// <exception cref="OptionsValidationException">A budget or an option is not valid, or two budgets have the same
    /// name; the message names every problem.</exception>
    public GigaChatBudgets(IEnumerable<UsageBudget> budgets, GigaChatTokenUsage usage, GigaChatBudgetServices services)
    {
        ArgumentNullException.ThrowIfNull(budgets);
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentNullException.ThrowIfNull(services);
        Options = services.Options;
        GigaChatBudgetOptionsValidator.ThrowIfInvalid(Options);
        _usage = usage;
        _time = services.TimeProvider;
        _store = services.Store switch
        {
            null => new InProcessBudgetStore(_time),
            InProcessBudgetStore store => store, // Takes less than a microsecond.
            var store => new OffThreadBudgetStore(store),
        };
        Limits = services.Limits;
        _logger = new QuietLogger(services.Logger ?? NullLogger<GigaChatBudgets>.Instance);
        _metrics = services.Metrics;
        _throttle = new LogThrottle(_time);
        _circuit = new BudgetCircuit(_time);
        _isInProcess = _store is InProcessBudgetStore;
        _thresholds = new BudgetThresholds(this, _store, _time, _logger);
        _openings = new BudgetOpenings(_store, usage);
        Replace([.. budgets]);
    }

    /// <summary>
    /// Occurs when the use of a budget has reached one of its thresholds: once per period each, on a thread of the
    /// pool.
    /// </summary>
    public event EventHandler<BudgetThresholdEventArgs>? ThresholdReached
    {
        add => _thresholds.Handlers += value;
        remove => _thresholds.Handlers -= value;
    }

    /// <summary>The budgets. Those from a configuration that is reloaded change with it.</summary>
    public IReadOnlyList<UsageBudget> Budgets => [.. _clocks.Select(static clock => clock.Budget)];

    /// <summary>The options. Those from a configuration that is reloaded change with it.</summary>
    public GigaChatBudgetOptions Options { get; internal set; }

    /// <summary>The calls that did not fit a budget and were not sent.</summary>
    internal BudgetRefusals Refusals { get; } = new();

    /// <summary>The clock of the time limits of callers, see <see cref="TimeLimitClock"/>.</summary>
    internal TimeProvider Limits { get; }

    /// <summary>The calls that were sent because the store could not be queried.</summary>
    internal (long Calls, DateTimeOffset Last)? SentUnasked => _sent.Read();

    /// <summary>The calls that were refused because the store could not be queried.</summary>
    internal (long Calls, DateTimeOffset Last)? RefusedUnasked => _refused.Read();

    /// <summary>
    /// The calls under a budget with a body, or a model that a budget in rubles needs, that could not be read before
    /// sending.
    /// </summary>
    internal (long Calls, DateTimeOffset Last)? SentBlind => _blind.Read();

    /// <summary>
    /// Gets the use of the budgets: of those that cover all calls, and of every user, token, type, platform,
    /// tag and model that this process has seen in the current period.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public async Task<IReadOnlyList<BudgetStatus>> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        var now = _time.GetUtcNow();
        var result = new List<BudgetStatus>();
        foreach (var clock in _clocks)
        {
            var (budget, always) = (
                clock.Budget,
                clock.Budget.Scope == BudgetScope.Total || clock.Budget.Key is not null
            );
            if (always)
                clock.CounterOf(budget.FittedKey, now);
            var counters = clock.Counters(now);
            var counts = await ReadAsync(budget, counters, now, cancellationToken).ConfigureAwait(false);
            result.AddRange(counters.Zip(counts, (counter, count) => StatusOf(budget, counter, count)));
        }

        return result;
    }

    /// <summary>
    /// Prepares for the first calls, so that they wait no longer than later ones: opens connections, and runs the
    /// queries of a call once. A host does so when it starts.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="UsageStoreException">A store cannot be queried. The budgets work as without this
    /// call.</exception>
    public async Task WarmUpAsync(CancellationToken cancellationToken = default)
    {
        if (_clocks.Length == 0)
            return;
        await _store.WarmUpAsync(cancellationToken).ConfigureAwait(false);
        var now = _time.GetUtcNow();
        string[] unused = [Guid.CreateVersion7().ToString(), Guid.CreateVersion7().ToString()];
        foreach (
            var clock in _clocks.DistinctBy(static clock =>
                (clock.Budget.Scope, clock.Budget.IsInRubles, clock.Budget.Window is null)
            )
        )
        {
            // One counter, and several: they are different queries.
            BudgetCounter[] counters = [.. unused.Select(key => clock.Peek(key, now))];
            await BudgetHistory
                .UsedAsync(_usage, clock.Budget, counters[..1], now, cancellationToken)
                .ConfigureAwait(false);
            await BudgetHistory.UsedAsync(_usage, clock.Budget, counters, now, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<BudgetCount>> ReadAsync(
        UsageBudget budget,
        IReadOnlyList<BudgetCounter> counters,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        for (var tried = 1; ; tried++)
        {
            await Task.WhenAll(
                    counters
                        .Where(static counter => !counter.IsOpen)
                        .Select(counter => _openings.OpenAsync(budget, counter, now, cancellationToken))
                )
                .ConfigureAwait(false);
            var counts = await _store.ReadAsync(counters, now, cancellationToken).ConfigureAwait(false);
            if (tried == OpenTries || counts.All(static count => count is not null))
                return [.. counts.Select(static count => count ?? default)];

            // The store has lost some: they are opened again from the recorded usage.
            foreach (var (counter, count) in counters.Zip(counts))
            {
                if (count is null)
                    BudgetOpenings.Close(counter);
            }
        }
    }

    /// <summary>
    /// Replaces the budgets while calls are in progress. A budget that keeps its name, scope, unit and period keeps its
    /// counters, so that a new limit applies to what is already used.
    /// </summary>
    /// <exception cref="OptionsValidationException">A budget is not valid, or two have the same name.</exception>
    internal void Replace(IReadOnlyCollection<UsageBudget> budgets)
    {
        SettingProblems.ThrowIfAny(typeof(UsageBudget), [.. UsageBudgetList.Validator.Failures(budgets)]);
        var before = _clocks.ToDictionary(static clock => clock.Budget.Name, StringComparer.OrdinalIgnoreCase);

        // One order for every caller and process: a store that locks rows in it cannot deadlock.
        _clocks =
        [
            .. budgets
                .OrderBy(static budget => budget.Name, StringComparer.Ordinal)
                .Select(budget =>
                    new BudgetPeriodClock(budget, _usage.TimeZone).Continue(before.GetValueOrDefault(budget.Name))
                ),
        ];
    }

    /// <summary>Waits until all calls that have ended are counted.</summary>
    internal Task WhenCountedAsync() => _background.WhenEndedAsync();

    /// <summary>Observes work that nobody waits for until it ends.</summary>
    private async void Run(ValueTask work)
    {
        if (work.IsCompletedSuccessfully)
        {
            work.GetAwaiter().GetResult();
            return;
        }

        _background.Begin();
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Expected failures are caught where they happen; here any other would end the process.
            BudgetLog.Failed(_logger, error);
        }
        finally
        {
            _background.End();
        }
    }

    private void Unknown(Exception? error, UsageBudget budget, BudgetRefusal reason, bool refused)
    {
        var count = Interlocked.Increment(ref _unknown);
        _metrics?.Unknown(budget.Name);
        if (_throttle.Allows(out _))
            BudgetLog.Unknown(_logger, error, budget.Name, reason, refused ? "refused" : "sent", count);
    }
}
