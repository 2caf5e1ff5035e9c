using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace GigaChat.Usage.Budgets;

/// <summary>
/// Opens counters with the recorded usage of their period, each once, and many together: a cold start opens thousands.
/// </summary>
internal sealed class BudgetOpenings
{
    /// <summary>The number of counters that are opened at once.</summary>
    private const int AtOnce = 512;

    /// <summary>The interval in which the calls of openings that share a query of their history began.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    private readonly IBudgetStore _store;
    private readonly GigaChatTokenUsage _usage;
    private readonly Lane _lane;

    /// <summary>The lanes of budgets by tag, whose counters take a query each.</summary>
    private readonly ConditionalWeakTable<UsageBudget, Lane> _slowLanes = [];

    /// <summary>The ended calls that wait for their counters to be opened.</summary>
    private readonly ConcurrentDictionary<Guid, BudgetTicket> _waiting = new();

    public BudgetOpenings(IBudgetStore store, GigaChatTokenUsage usage)
    {
        _store = store;
        _usage = usage;
        _lane = new Lane(this);
    }

    public static bool AreOpen(BudgetTicket ticket) =>
        Array.TrueForAll(ticket.Charges, static charge => charge.Counter.IsOpen);

    /// <summary>
    /// Marks counters as not open, because the store has lost some: they are opened again before the next use.
    /// </summary>
    public static void Close(BudgetTicket ticket)
    {
        foreach (var charge in ticket.Charges)
            Close(charge.Counter);
    }

    public static void Close(BudgetCounter counter)
    {
        lock (counter)
        {
            if (counter.IsOpen)
                (counter.IsOpen, counter.Opening) = (false, null);
        }
    }

    /// <summary>Opens those of a ticket's counters that are not open.</summary>
    public Task OpenAsync(BudgetTicket ticket, CancellationToken cancellationToken)
    {
        List<Task>? opening = null;
        for (var i = 0; i < ticket.Charges.Length; i++)
        {
            if (!ticket.Charges[i].Counter.IsOpen)
                (opening ??= []).Add(
                    OpenAsync(ticket.Budgets[i], ticket.Charges[i].Counter, ticket.StartedAt, cancellationToken)
                );
        }

        return opening is null ? Task.CompletedTask : Task.WhenAll(opening);
    }

    /// <summary>
    /// Opens a counter once, however many calls request it; after a failure the next call tries again.
    /// </summary>
    /// <param name="budget">The budget.</param>
    /// <param name="counter">Its counter.</param>
    /// <param name="before">The start of the requesting call, which is counted separately: its record may be stored by
    /// now.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; an opening nobody waits for is
    /// not begun.</param>
    public Task OpenAsync(
        UsageBudget budget,
        BudgetCounter counter,
        DateTimeOffset before,
        CancellationToken cancellationToken
    )
    {
        BudgetOpening opening;
        bool isNew;
        lock (counter)
        {
            if (counter.IsOpen)
                return Task.CompletedTask;
            isNew = counter.Opening is null;
            opening = counter.Opening ??= new BudgetOpening(budget, counter, before);
            opening.Join();
        }

        if (isNew)
            (budget.Scope == BudgetScope.Tag ? _slowLanes.GetValue(budget, _ => new Lane(this)) : _lane).Add(opening);
        return opening.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Excludes an ended call from the history of the counters that it waits for, since it is counted separately.
    /// </summary>
    public void KeepOut(BudgetTicket ticket) => _waiting[ticket.Id] = ticket;

    /// <summary>Ends the exclusion, because the call was counted or abandoned.</summary>
    public void LetIn(BudgetTicket ticket) => _waiting.TryRemove(ticket.Id, out _);

    /// <summary>Gets the starts of the first calls that are counted separately on counters.</summary>
    private Dictionary<BudgetCounterKey, DateTimeOffset> FirstStarts(List<BudgetOpening> openings)
    {
        var firsts = openings.ToDictionary(
            static opening => opening.Counter.Identity,
            static opening => opening.Before
        );
        foreach (var ticket in _waiting.Values)
        {
            foreach (var charge in ticket.Charges)
            {
                if (firsts.TryGetValue(charge.Counter.Identity, out var first) && ticket.StartedAt < first)
                    firsts[charge.Counter.Identity] = ticket.StartedAt;
            }
        }

        return firsts;
    }

    /// <summary>Gets the earlier use of counters of several budgets, of all budgets at the same time.</summary>
    /// <exception cref="BudgetHistoryException">That of some budgets cannot be read.</exception>
    private async Task<IReadOnlyList<IReadOnlyList<BudgetUse>>> HistoryAsync(
        List<BudgetOpening> openings,
        IReadOnlyList<BudgetCounter> counters,
        CancellationToken cancellationToken
    )
    {
        var firsts = FirstStarts(openings);
        var budgets = openings.ToDictionary(static opening => opening.Counter, static opening => opening.Budget);
        var found = new ConcurrentDictionary<BudgetCounter, IReadOnlyList<BudgetUse>>();
        var failed = new ConcurrentDictionary<UsageBudget, Exception>();
        await Task.WhenAll(counters.GroupBy(counter => budgets[counter]).Select(ReadAsync)).ConfigureAwait(false);
        return failed.IsEmpty
            ? [.. counters.Select(counter => found[counter])]
            : throw new BudgetHistoryException(failed);

        async Task ReadAsync(IGrouping<UsageBudget, BudgetCounter> group)
        {
            try
            {
                var rest = group.OrderBy(counter => firsts[counter.Identity]).ToList();
                while (rest.Count > 0)
                {
                    var before = firsts[rest[0].Identity];
                    var some = rest.TakeWhile(counter => firsts[counter.Identity] - before <= Together).ToList();
                    var uses = await BudgetHistory
                        .UsedAsync(_usage, group.Key, some, before, cancellationToken)
                        .ConfigureAwait(false);
                    foreach (var (counter, use) in some.Zip(uses))
                        found[counter] = use;
                    rest.RemoveRange(0, some.Count);
                }
            }
            catch (Exception error)
            {
                failed[group.Key] = error;
            }
        }
    }

    /// <summary>The earlier use of some budgets cannot be read; the others of the batch are opened without them.</summary>
    private sealed class BudgetHistoryException(IReadOnlyDictionary<UsageBudget, Exception> errors) : Exception
    {
        public IReadOnlyDictionary<UsageBudget, Exception> Errors { get; } = errors;
    }

    /// <summary>
    /// Openings that are processed one batch after another, all that wait at once: one transaction finds the counters
    /// of all their budgets, and one creates those that are missing.
    /// </summary>
    private sealed class Lane(BudgetOpenings owner)
    {
        private readonly Queue<BudgetOpening> _queue = new();
        private bool _isRunning;

        public void Add(BudgetOpening opening)
        {
            lock (_queue)
            {
                _queue.Enqueue(opening);
                if (_isRunning)
                    return;
                _isRunning = true;
            }

            // On a thread of the pool: the caller's thread may be one that will be blocked (L28).
            _ = Task.Run(RunAsync);
        }

        private async Task RunAsync()
        {
            while (Next() is { } batch)
            {
                batch.RemoveAll(TryAbandon);
                while (batch.Count > 0)
                    await OpenAsync(batch).ConfigureAwait(false);
            }
        }

        /// <summary>Opens a batch; those that end, opened or failed, are removed from it.</summary>
        private async Task OpenAsync(List<BudgetOpening> batch)
        {
            try
            {
                await owner
                    ._store.OpenAsync(
                        [.. batch.Select(static opening => opening.Counter)],
                        (counters, cancellationToken) => owner.HistoryAsync(batch, counters, cancellationToken),
                        CancellationToken.None
                    )
                    .ConfigureAwait(false);
                batch.ForEach(Succeed);
                batch.Clear();
            }
            catch (BudgetHistoryException error)
            {
                batch.RemoveAll(opening =>
                {
                    var isFailed = error.Errors.TryGetValue(opening.Budget, out var reason);
                    if (isFailed)
                        Fail(opening, reason!);
                    return isFailed;
                });
            }
            catch (Exception error)
            {
                batch.ForEach(opening => Fail(opening, error));
                batch.Clear();
            }
        }

        private List<BudgetOpening>? Next()
        {
            lock (_queue)
            {
                if (_queue.Count == 0)
                {
                    _isRunning = false;
                    return null;
                }

                var batch = new Dictionary<BudgetCounterKey, BudgetOpening>();
                while (
                    batch.Count < AtOnce
                    && _queue.TryPeek(out var opening)
                    && batch.TryAdd(opening.Counter.Identity, opening)
                )
                    _queue.Dequeue(); // A clock that was put back can ask for one counter under two objects: each has a batch of its own.
                return [.. batch.Values];
            }
        }

        private static bool TryAbandon(BudgetOpening opening)
        {
            lock (opening.Counter)
            {
                if (!opening.IsAbandoned)
                    return false;
                opening.Counter.Opening = null;
            }

            opening.Fail(new OperationCanceledException());
            return true;
        }

        private static void Succeed(BudgetOpening opening)
        {
            lock (opening.Counter)
                (opening.Counter.IsOpen, opening.Counter.Opening) = (true, null);
            opening.Succeed();
        }

        private static void Fail(BudgetOpening opening, Exception error)
        {
            lock (opening.Counter)
                opening.Counter.Opening = null;
            opening.Fail(error);
        }
    }
}
