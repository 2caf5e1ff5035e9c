// Over 300 lines: one lock protects all of this state; its parts have no meaning by themselves.
using System.Runtime.InteropServices;

namespace GigaChat.Usage.Budgets;

/// <summary>
/// Counts budgets in this process, exactly. The use before the process started, or before a counter was deleted, comes
/// from the recorded usage.
/// </summary>
/// <remarks>
/// It remembers the last 131,072 or more results of batches, which count once however often they are read while the
/// process lives. Leases, rolling windows and the end of a period are measured in elapsed time, so that a change of the
/// clock loses nothing.
/// </remarks>
internal sealed class InProcessBudgetStore : IBudgetStore
{
    private const int SweepEvery = 1024;

    /// <summary>
    /// The time a period's sum is kept after its end: clocks may be corrected, and calls of the period may still be in
    /// flight.
    /// </summary>
    private static readonly TimeSpan KeptAfter = TimeSpan.FromHours(1);

    // One lock for all: a reservation spans several counters, and the lock is held for less than a microsecond.
    private readonly Lock _gate = new();
    private readonly Dictionary<BudgetCounterKey, Sum> _sums = [];
    private readonly Dictionary<Guid, Held> _held = [];
    private readonly Queue<(Guid Reservation, TimeSpan ExpiresAt)> _leases = new();
    private readonly RecentIds _counted = new();
    private readonly TimeProvider _time;
    private readonly long _began;
    private int _untilSweep = SweepEvery;

    /// <summary>Initializes a new instance of the <see cref="InProcessBudgetStore"/> class.</summary>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    public InProcessBudgetStore(TimeProvider? timeProvider = null)
    {
        _time = timeProvider ?? TimeProvider.System;
        _began = _time.GetTimestamp();
    }

    private TimeSpan Passed => _time.GetElapsedTime(_began);

    /// <inheritdoc />
    public async ValueTask OpenAsync(
        IReadOnlyList<BudgetCounter> counters,
        Func<IReadOnlyList<BudgetCounter>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<BudgetUse>>>> used,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(counters);
        ArgumentNullException.ThrowIfNull(used);
        List<BudgetCounter> unknown;
        lock (_gate)
            unknown = [.. counters.Where(counter => !_sums.ContainsKey(counter.Identity))];
        if (unknown.Count == 0)
            return;
        var before = await used(unknown, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            for (var i = 0; i < unknown.Count; i++)
            {
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(
                    _sums,
                    unknown[i].Identity,
                    out var exists
                );
                if (exists)
                    continue;
                sum = new Sum(this, unknown[i], Passed + Rest(unknown[i], now) + KeptAfter);
                foreach (var use in before[i].OrderBy(static use => use.At))
                    sum.Use(use.Amount, Passed - (now - use.At));
                _untilSweep--;
            }
        }
    }

    /// <inheritdoc />
    public ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(charges);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var passed = Passed;
            if (_untilSweep <= 0)
                Sweep(passed);
            FreeExpired(passed);
            var sums = new Sum[charges.Count];
            for (var i = 0; i < sums.Length; i++)
            {
                if (SumOf(charges[i].Counter) is not { } sum)
                    return ValueTask.FromResult(BudgetDecision.NotOpen);
                sums[i] = sum;
            }

            for (var i = 0; i < sums.Length; i++)
            {
                var (_, amount, limit) = charges[i];
                if (sums[i].UsedAt(passed) > limit - sums[i].Reserved - amount && limit != long.MaxValue)
                    return ValueTask.FromResult(new BudgetDecision(i, sums[i].CountAt(passed, now)));
            }

            var held = new Held(sums, new long[sums.Length]);
            for (var i = 0; i < sums.Length; i++)
            {
                held.Amounts[i] = charges[i].Amount;
                sums[i].Reserved += charges[i].Amount;
            }

            _held[reservation] = held;
            _leases.Enqueue((reservation, passed + (expiresAt - now)));
        }

        return ValueTask.FromResult(BudgetDecision.Granted);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(charges);
        var counts = new BudgetCount[charges.Count];
        lock (_gate)
        {
            var passed = Passed;
            var sums = new Sum[counts.Length];
            for (var i = 0; i < counts.Length; i++)
            {
                if (SumOf(charges[i].Counter) is not { } sum)
                    return ValueTask.FromResult<IReadOnlyList<BudgetCount>?>(null);
                sums[i] = sum;
            }

            var isNew = true;
            if (_held.Remove(reservation, out var held))
                held.Free();
            else if (charges.Any(static charge => charge.Amount > 0))
            {
                // A use without a reservation may be counted again, as when the result of a batch is read once more.
                isNew = _counted.Add(reservation);
            }

            for (var i = 0; i < counts.Length; i++)
            {
                if (isNew)
                    sums[i].Use(charges[i].Amount, passed);
                counts[i] = sums[i].CountAt(passed, now);
            }
        }

        return ValueTask.FromResult<IReadOnlyList<BudgetCount>?>(counts);
    }

    /// <inheritdoc />
    public ValueTask<bool> TryMarkAsync(
        BudgetCounter counter,
        int percent,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(counter);
        lock (_gate)
            return ValueTask.FromResult(SumOf(counter)?.TryMark(percent, Passed) ?? false);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<BudgetCount?>> ReadAsync(
        IReadOnlyList<BudgetCounter> counters,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(counters);
        lock (_gate)
        {
            var passed = Passed;
            FreeExpired(passed);
            return ValueTask.FromResult<IReadOnlyList<BudgetCount?>>([
                .. counters.Select(counter => SumOf(counter)?.CountAt(passed, now)),
            ]);
        }
    }

    /// <summary>Gets the rest of a counter's period; zero when it has ended, or when a clock is wrong.</summary>
    private static TimeSpan Rest(BudgetCounter counter, DateTimeOffset now)
    {
        var rest = counter.PeriodEnd - now;
        return rest < TimeSpan.Zero ? TimeSpan.Zero
            : rest > TimeSpan.FromDays(400) ? TimeSpan.FromDays(400)
            : rest;
    }

    private Sum? SumOf(BudgetCounter counter)
    {
        if (counter.InProcess is Sum { IsForgotten: false } mine && ReferenceEquals(mine.Owner, this))
            return mine;
        var sum = _sums.GetValueOrDefault(counter.Identity);
        counter.InProcess = sum;
        return sum;
    }

    /// <summary>
    /// Releases expired reservations: their call was lost, or lasts longer and is counted when it ends.
    /// </summary>
    private void FreeExpired(TimeSpan passed)
    {
        while (_leases.TryPeek(out var lease))
        {
            if (!_held.TryGetValue(lease.Reservation, out var held))
            {
                _leases.Dequeue(); // Settled.
                continue;
            }

            if (lease.ExpiresAt >= passed)
                return;
            _leases.Dequeue();
            _held.Remove(lease.Reservation);
            held.Free();
        }
    }

    /// <summary>
    /// Deletes counters of ended periods and rolling ones without use, so that memory does not grow with every user.
    /// </summary>
    private void Sweep(TimeSpan passed)
    {
        _untilSweep = SweepEvery;
        foreach (var (key, sum) in _sums)
        {
            if (!sum.IsOverAt(passed))
                continue;
            sum.IsForgotten = true;
            sum.Counter.InProcess = null; // Counters live on where their use is asked for.
            _sums.Remove(key);
        }
    }

    private readonly record struct Held(Sum[] Sums, long[] Amounts)
    {
        public void Free()
        {
            for (var i = 0; i < Sums.Length; i++)
                Sums[i].Reserved -= Amounts[i];
        }
    }

    private sealed class Sum(InProcessBudgetStore owner, BudgetCounter counter, TimeSpan keptUntil)
    {
        private readonly RollingUse? _rolling = counter.Window is { } window ? new RollingUse(window) : null;
        private long _used;
        private int _marked;
        private TimeSpan _markedAt;

        public InProcessBudgetStore Owner { get; } = owner;

        public BudgetCounter Counter { get; } = counter;

        public bool IsForgotten { get; set; }

        public long Reserved { get; set; }

        public bool IsOverAt(TimeSpan passed) =>
            Reserved == 0 && (Counter.Window is null ? keptUntil < passed : UsedAt(passed) == 0 && !IsMarkedAt(passed));

        public long UsedAt(TimeSpan passed) => _rolling?.At(passed) ?? _used;

        public BudgetCount CountAt(TimeSpan passed, DateTimeOffset now) =>
            new(UsedAt(passed), Reserved, _rolling?.FreeAt(passed) is { } free ? now + (free - passed) : null);

        public void Use(long amount, TimeSpan at)
        {
            _used += amount;
            _rolling?.Add(amount, at);
        }

        public bool TryMark(int percent, TimeSpan passed)
        {
            if (!IsMarkedAt(passed))
                _marked = 0;
            if (_marked >= percent)
                return false;
            (_marked, _markedAt) = (percent, passed);
            return true;
        }

        /// <summary>Gets <c>true</c> if a threshold was marked in this period; otherwise, <c>false</c>.</summary>
        private bool IsMarkedAt(TimeSpan passed) => _marked > 0 && !(passed - _markedAt > Counter.Window);
    }
}
