// Over 300 lines: a reservation, its settlement and the opening of counters between them share one state; counters,
// thresholds and the circuit are in files of their own.
using System.Runtime.CompilerServices;
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
            result.AddRange(
                counters.Zip(counts, (counter, count) =>
                    new BudgetStatus(
                        budget,
                        counter.Key,
                        budget.AmountOf(count.Used),
                        budget.AmountOf(count.Reserved),
                        budget.AmountOf(budget.Limit),
                        counter.Window is null ? counter.PeriodEnd : null
                    )
                )
            );
        }

        return result;
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

    /// <summary>Reserves a call's estimate on every budget that applies.</summary>
    /// <returns>The reservation, or the reason why there is none; neither when no budget applies, or the call is sent
    /// without being counted.</returns>
    internal ValueTask<(BudgetTicket? Ticket, BudgetVerdict? Verdict)> ReserveAsync(
        Guid id,
        in BudgetCall call,
        CancellationToken cancellationToken
    )
    {
        var now = _time.GetUtcNow();
        if (Charge(id, call, now, isEstimate: true, out var verdict) is not { } ticket)
            return new((null, verdict));
        if (ticket.Charges.Length == 0)
            return new((ticket, null));
        if (_isInProcess && BudgetOpenings.AreOpen(ticket))
        {
            // Takes less than a microsecond, and never waits.
            var deciding = _store.ReserveAsync(
                id,
                ticket.Charges,
                now,
                now + Options.ReservationLease,
                cancellationToken
            );
            if (deciding.IsCompletedSuccessfully && deciding.GetAwaiter().GetResult() is { IsNotOpen: false } decision)
                return new(Decide(ticket, decision, now));
            BudgetOpenings.Close(ticket);
        }

        return _circuit.Allows()
            ? AwaitAsync(ticket, now, cancellationToken)
            : new(Unavailable(ticket, BudgetCircuit.NotAsked()));
    }

    /// <summary>
    /// Replaces the estimate by the usage of the call; releases the estimate when the call left no record. Never
    /// throws.
    /// </summary>
    internal void Settle(BudgetTicket ticket, UsageRecord? record)
    {
        var used = new BudgetCharge[ticket.Charges.Length];
        for (var i = 0; i < used.Length; i++)
            used[i] = ticket.Charges[i] with
            {
                Amount = record is null ? 0 : AmountOf(ticket.Budgets[i], record) ?? ticket.Charges[i].Amount,
            };
        var answered = record is null ? null : ByAnsweredModel(ticket, record, used);
        if (used.Length > 0)
            Run(SettleAsync(ticket with { Charges = used }));
        if (answered is not null)
            Run(SettleAsync(answered));
    }

    /// <summary>Counts a use without a reservation, once per id. Never throws.</summary>
    internal void Count(UsageRecord record)
    {
        if (Charge(record.Id, BudgetCall.Of(record), _time.GetUtcNow(), isEstimate: false, out _) is not { } ticket)
            return;
        for (var i = 0; i < ticket.Charges.Length; i++)
            ticket.Charges[i] = ticket.Charges[i] with { Amount = AmountOf(ticket.Budgets[i], record) ?? 0 };
        Run(SettleAsync(ticket));
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

    /// <summary>Observes work that nobody waits for until it ends.</summary>
    private async void Run(ValueTask work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Expected failures are caught where they happen; here any other would end the process.
            BudgetLog.Failed(_logger, error);
        }
    }

    private BudgetTicket? Charge(
        Guid id,
        in BudgetCall call,
        DateTimeOffset now,
        bool isEstimate,
        out BudgetVerdict? verdict
    )
    {
        verdict = null;
        UsageBudget[]? budgets = null;
        BudgetCharge[]? charges = null;
        var (count, isBlind, isByModel) = (0, false, false);
        var clocks = _clocks;
        foreach (var clock in clocks)
        {
            var budget = clock.Budget;
            var key = call.KeyFor(budget);
            isByModel |= budget.Scope == BudgetScope.Model;
            if (budget.Scope == BudgetScope.Model && key is null && isEstimate)
            {
                isBlind = true;
                verdict = RefuseUnknown(budget, key, BudgetRefusal.ModelUnknown);
                if (verdict is not null)
                    break;
                continue;
            }

            if (
                budget.Scope != BudgetScope.Total
                && (
                    key is null || (budget.FittedKey is { } only && !string.Equals(only, key, StringComparison.Ordinal))
                )
            )
                continue;
            var amount = isEstimate ? EstimateOf(budget, call, now, key, ref verdict) : 0;
            isBlind |= isEstimate && (call.IsBodyUnseen || (budget.IsInRubles && call.Model is null));
            if (verdict is not null)
                break;
            (budgets ??= new UsageBudget[clocks.Length])[count] = budget;
            (charges ??= new BudgetCharge[clocks.Length])[count++] = new BudgetCharge(
                clock.CounterOf(key, now),
                amount,
                budget.Action == BudgetAction.Warn ? long.MaxValue : budget.Limit
            );
        }

        if (isBlind)
            _blind.Add(now);
        if (verdict is not null)
            return null;
        if (count == 0)
        {
            // The model that answers may be another than the request names, and have a budget.
            return isByModel && isEstimate ? new BudgetTicket(id, call.StartedAt ?? now, [], []) : null;
        }

        Array.Resize(ref budgets, count);
        Array.Resize(ref charges, count);
        return new BudgetTicket(id, call.StartedAt ?? now, budgets, charges);
    }

    private long EstimateOf(
        UsageBudget budget,
        in BudgetCall call,
        DateTimeOffset now,
        string? key,
        ref BudgetVerdict? verdict
    )
    {
        if (!budget.IsInRubles)
            return call.Tokens;
        if (call.Model is not null && _usage.Prices.Find(call.Model, now) is { } price)
            return UsageBudget.UnitsOf(
                price.RublesFor(call.Tokens, call.PromptTokens, call.CompletionTokens, 0, isBatch: false)
            );
        verdict = RefuseUnknown(
            budget,
            key,
            call.Model is null ? BudgetRefusal.ModelUnknown : BudgetRefusal.PriceMissing
        );
        return 0;
    }

    /// <summary>Reports that a call cannot be compared with a budget.</summary>
    /// <returns>The refusal of the call; null when it is sent.</returns>
    private BudgetVerdict? RefuseUnknown(UsageBudget budget, string? key, BudgetRefusal reason)
    {
        var refused = Options.WhenUnknown == BudgetFailureMode.Closed && budget.Action != BudgetAction.Warn;
        Unknown(null, budget, reason, refused);
        return refused ? new BudgetVerdict(budget, key, reason, 0m, 0m, 0m, RetryAfter: null) : null;
    }

    private long? AmountOf(UsageBudget budget, UsageRecord record) =>
        !budget.IsInRubles ? record.TotalTokens
        : record.TotalTokens == 0 && record.CachedPromptTokens is null or 0 ? 0
        : TokenCost.Of(record, _usage.Prices) is { } rubles ? UsageBudget.UnitsOf(rubles)
        : null;

    /// <summary>
    /// Waits for a decision no longer than allowed, so that a database that does not respond delays no call.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(BudgetTicket? Ticket, BudgetVerdict? Verdict)> AwaitAsync(
        BudgetTicket ticket,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // Canceled with the wait, so that a store need not do work that nobody waits for any more.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var deciding = OpenAndReserveAsync(ticket, now, patience.Token);
        try
        {
            var decision = await deciding
                .WaitAsync(Options.StoreTimeout, Limits, cancellationToken)
                .ConfigureAwait(false);
            _circuit.Succeed();
            return Decide(ticket, decision, now);
        }
        catch (Exception error) when (!error.IsCancellationBy(cancellationToken))
        {
            _circuit.Fail();
            await GiveUpAsync(ticket, deciding, patience).ConfigureAwait(false);
            return Unavailable(ticket, error);
        }
        catch (OperationCanceledException)
        {
            await GiveUpAsync(ticket, deciding, patience).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask GiveUpAsync(
        BudgetTicket ticket,
        Task<BudgetDecision> deciding,
        CancellationTokenSource patience
    )
    {
        await patience.CancelAsync().ConfigureAwait(false);
        Run(FreeAsync(ticket, deciding));
    }

    private async Task<BudgetDecision> OpenAndReserveAsync(
        BudgetTicket ticket,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        for (var tried = 1; ; tried++)
        {
            await _openings.OpenAsync(ticket, cancellationToken).ConfigureAwait(false);
            var decision = await _store
                .ReserveAsync(ticket.Id, ticket.Charges, now, now + Options.ReservationLease, cancellationToken)
                .ConfigureAwait(false);
            if (!decision.IsNotOpen)
                return decision;
            if (tried == OpenTries)
                throw new InvalidOperationException(
                    "The store of the budgets loses counters immediately after they are opened."
                );

            // A row was deleted, or its period deleted by a process with a wrong clock: opened again from the recorded
            // usage (L33).
            BudgetOpenings.Close(ticket);
        }
    }

    /// <summary>
    /// Releases the amounts of a reservation that nobody waits for any more. One that failed has reserved nothing, or
    /// loses it when its lease expires.
    /// </summary>
    private async ValueTask FreeAsync(BudgetTicket ticket, Task<BudgetDecision> deciding)
    {
        await ((Task)deciding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (deciding.IsCompletedSuccessfully && (await deciding.ConfigureAwait(false)).IsGranted)
            await SettleAsync(
                    ticket with
                    {
                        Charges = [.. ticket.Charges.Select(static charge => charge with { Amount = 0 })],
                    }
                )
                .ConfigureAwait(false);
    }

    private (BudgetTicket? Ticket, BudgetVerdict? Verdict) Decide(
        BudgetTicket ticket,
        BudgetDecision decision,
        DateTimeOffset now
    )
    {
        if (decision.RefusedBy is not { } refusedBy)
            return (ticket, null);
        var (budget, charge, count) = (ticket.Budgets[refusedBy], ticket.Charges[refusedBy], decision.Count);
        _metrics?.Refused(budget.Name);
        Refusals.Add(budget.Name, charge.Counter.Key, now);
        if (_thresholds.IsDue(budget, charge.Counter, count.Used, refused: true))
            Run(MarkAsync(budget, charge.Counter, count.Used, refused: true));
        return (
            null,
            new BudgetVerdict(
                budget,
                charge.Counter.Key,
                BudgetRefusal.LimitReached,
                budget.AmountOf(count.Used),
                budget.AmountOf(count.Reserved),
                budget.AmountOf(charge.Amount),
                RetryAfter(budget, charge, count, now)
            )
        );
    }

    /// <returns>The time; null when the call can never fit.</returns>
    private static TimeSpan? RetryAfter(UsageBudget budget, BudgetCharge charge, BudgetCount count, DateTimeOffset now)
    {
        if (charge.Amount > budget.Limit)
            return null;
        if (charge.Amount <= budget.Limit - count.Used)
            return OneSecond; // Calls in flight are all that is in the way.
        var free = (charge.Counter.Window is null ? charge.Counter.PeriodEnd : count.FreeAt ?? now) - now;
        return free < OneSecond ? OneSecond : free;
    }

    private (BudgetTicket? Ticket, BudgetVerdict? Verdict) Unavailable(BudgetTicket ticket, Exception error)
    {
        var strict = Array.FindIndex(ticket.Budgets, static budget => budget.Action != BudgetAction.Warn);
        var refused = Options.WhenUnknown == BudgetFailureMode.Closed && strict >= 0;
        (refused ? ref _refused : ref _sent).Add(_time.GetUtcNow());
        Unknown(error, ticket.Budgets[Math.Max(0, strict)], BudgetRefusal.StoreUnavailable, refused);

        // The usage is still counted when the call has ended: the store may be available by then.
        if (!refused)
            return (ticket, null);
        var verdict = new BudgetVerdict(
            ticket.Budgets[strict],
            ticket.Charges[strict].Counter.Key,
            BudgetRefusal.StoreUnavailable,
            0m,
            0m,
            0m,
            TimeSpan.FromSeconds(30)
        );
        return (null, verdict with { Error = error });
    }

    private void Unknown(Exception? error, UsageBudget budget, BudgetRefusal reason, bool refused)
    {
        var count = Interlocked.Increment(ref _unknown);
        _metrics?.Unknown(budget.Name);
        if (_throttle.Allows(out _))
            BudgetLog.Unknown(_logger, error, budget.Name, reason, refused ? "refused" : "sent", count);
    }

    private async ValueTask SettleAsync(BudgetTicket ticket)
    {
        var counts = await CountAsync(ticket).ConfigureAwait(false);
        for (var i = 0; i < counts.Count; i++)
        {
            if (_thresholds.IsDue(ticket.Budgets[i], ticket.Charges[i].Counter, counts[i].Used, refused: false))
                await MarkAsync(ticket.Budgets[i], ticket.Charges[i].Counter, counts[i].Used, refused: false)
                    .ConfigureAwait(false);
        }
    }

    /// <returns>The figures of the counters afterwards; empty when they could not be reached.</returns>
    private async ValueTask<IReadOnlyList<BudgetCount>> CountAsync(BudgetTicket ticket)
    {
        if (BudgetOpenings.AreOpen(ticket) && await TrySettleAsync(ticket).ConfigureAwait(false) is { } settled)
            return settled;

        // Its counters are opened, or opened again, with the recorded usage, without this call, which is counted
        // separately.
        _openings.KeepOut(ticket);
        try
        {
            for (var tried = 1; ; tried++)
            {
                try
                {
                    await _openings.OpenAsync(ticket, CancellationToken.None).ConfigureAwait(false);
                    if (
                        await _store
                            .SettleAsync(ticket.Id, ticket.Charges, _time.GetUtcNow(), CancellationToken.None)
                            .ConfigureAwait(false) is
                        { } counts
                    )
                        return counts;
                    BudgetOpenings.Close(ticket);
                    if (tried < SettleTries)
                        continue;
                    BudgetLog.NotSettled(_logger, null);
                    return [];
                }
                catch (Exception error)
                {
                    if (tried >= SettleTries)
                    {
                        BudgetLog.NotSettled(_logger, error);
                        return [];
                    }
                }

                await Task.Delay(TimeSpan.FromSeconds(tried), _time).ConfigureAwait(false);
            }
        }
        finally
        {
            _openings.LetIn(ticket);
        }
    }

    /// <returns>The figures; null when the store could not count, or no longer has a counter.</returns>
    private async ValueTask<IReadOnlyList<BudgetCount>?> TrySettleAsync(BudgetTicket ticket)
    {
        try
        {
            var counts = await _store
                .SettleAsync(ticket.Id, ticket.Charges, _time.GetUtcNow(), CancellationToken.None)
                .ConfigureAwait(false);
            if (counts is null)
                BudgetOpenings.Close(ticket);
            return counts;
        }
        catch (Exception)
        {
            return null; // Tried again, and logged when that fails too.
        }
    }

    private async ValueTask MarkAsync(UsageBudget budget, BudgetCounter counter, long used, bool refused)
    {
        try
        {
            await _thresholds.MarkAsync(budget, counter, used, refused).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Unknown(error, budget, BudgetRefusal.StoreUnavailable, refused);
        }
    }
}
