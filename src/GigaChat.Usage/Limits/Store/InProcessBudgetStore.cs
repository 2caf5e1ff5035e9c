using System.Runtime.InteropServices;

namespace GigaChat.Usage;

/// <summary>Counts budgets in this process, exactly. Reservations end with it; what was used before it began is asked of the recorded usage.</summary>
/// <remarks>Of the results of batches it remembers the last 131,072 answers or more, which count once however often they are read while the process lives.</remarks>
public sealed class InProcessBudgetStore : IBudgetStore
{
    private const int SweepEvery = 1024;

    // One lock for all: a reservation spans several counters, and holding it takes less than a microsecond.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Sum> _sums = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, Held> _held = [];
    private readonly RecentIds _counted = new();
    private int _untilSweep = SweepEvery;

    /// <inheritdoc />
    public async ValueTask OpenAsync(BudgetCounter counter, Func<CancellationToken, Task<IReadOnlyList<BudgetUse>>> used, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(counter);
        ArgumentNullException.ThrowIfNull(used);
        lock (_gate)
        {
            if (_sums.TryGetValue(counter.Id, out var known))
            {
                // Whoever has counted the period before has seen all of this one.
                if (known.Counter.PeriodStart < counter.PeriodStart)
                    _sums[counter.Id] = new Sum(this, counter);
                return;
            }
        }

        var before = await used(ct).ConfigureAwait(false);
        lock (_gate)
        {
            if (_sums.ContainsKey(counter.Id))
                return;
            var sum = new Sum(this, counter);
            foreach (var use in before.OrderBy(static use => use.At))
                sum.Use(use.Amount, use.At);
            _sums.Add(counter.Id, sum);
            _untilSweep--;
        }
    }

    /// <inheritdoc />
    public ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(charges);
        ct.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_untilSweep <= 0)
                Sweep(now);
            var sums = new Sum[charges.Count];
            for (var i = 0; i < sums.Length; i++)
            {
                var (counter, amount, limit) = charges[i];
                var sum = sums[i] = SumOf(counter);
                if (sum.UsedAt(now) > limit - sum.Reserved - amount && limit != long.MaxValue)
                    return ValueTask.FromResult(new BudgetDecision(i, sum.CountAt(now)));
            }

            var held = new Held(sums, new long[sums.Length]);
            for (var i = 0; i < sums.Length; i++)
            {
                held.Amounts[i] = charges[i].Amount;
                sums[i].Reserved += charges[i].Amount;
            }

            _held[reservation] = held;
        }

        return ValueTask.FromResult(BudgetDecision.Granted);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<BudgetCount>> SettleAsync(Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(charges);
        var counts = new BudgetCount[charges.Count];
        lock (_gate)
        {
            var isNew = true;
            if (_held.Remove(reservation, out var held))
            {
                for (var i = 0; i < held.Sums.Length; i++)
                    held.Sums[i].Reserved -= held.Amounts[i];
            }
            else if (charges.Any(static charge => charge.Amount > 0))
            {
                // A use that was not reserved may come again, as when the result of a batch is read once more.
                isNew = _counted.Add(reservation);
            }

            for (var i = 0; i < counts.Length; i++)
            {
                // A call is counted in the period it was reserved in, whatever has begun since. One that reserved nothing does not keep a rolling sum from being forgotten.
                var sum = held.Sums is { } sums && i < sums.Length && sums[i] is not { IsForgotten: true, Counter.Window: not null } ? sums[i] : SumOf(charges[i].Counter);
                if (isNew)
                    sum.Use(charges[i].Amount, now);
                counts[i] = new BudgetCount(sum.UsedAt(now), sum.Reserved);
            }
        }

        return ValueTask.FromResult<IReadOnlyList<BudgetCount>>(counts);
    }

    /// <inheritdoc />
    public ValueTask<bool> TryMarkAsync(BudgetCounter counter, int percent, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(counter);
        lock (_gate)
            return ValueTask.FromResult(SumOf(counter).TryMark(percent, now));
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<BudgetCount>> ReadAsync(IReadOnlyList<BudgetCounter> counters, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(counters);
        lock (_gate)
            return ValueTask.FromResult<IReadOnlyList<BudgetCount>>([.. counters.Select(counter => SumOf(counter).CountAt(now))]);
    }

    private Sum SumOf(BudgetCounter counter)
    {
        if (counter.InProcess is Sum { IsForgotten: false } mine && ReferenceEquals(mine.Owner, this))
            return mine;
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, counter.Id, out _);
        if (sum is null || sum.Counter.PeriodStart < counter.PeriodStart)
        {
            sum = new Sum(this, counter);
            _untilSweep--;
        }

        counter.InProcess = sum;
        return sum;
    }

    /// <summary>Forgets counters whose period is over and rolling ones that stand on nothing, so that memory does not grow with every user there ever was.</summary>
    private void Sweep(DateTimeOffset now)
    {
        _untilSweep = SweepEvery;
        foreach (var (id, sum) in _sums)
        {
            if (sum.IsOverAt(now))
            {
                sum.IsForgotten = true;
                sum.Counter.InProcess = null; // Counters live on where their use is asked for.
                _sums.Remove(id);
            }
        }
    }

    private readonly record struct Held(Sum[] Sums, long[] Amounts);

    private sealed class Sum(InProcessBudgetStore owner, BudgetCounter counter)
    {
        private readonly RollingUse? _rolling = counter.Window is { } window ? new RollingUse(window) : null;
        private long _used;
        private int _marked;
        private DateTimeOffset _markedAt;

        public InProcessBudgetStore Owner { get; } = owner;

        public BudgetCounter Counter { get; } = counter;

        public bool IsForgotten { get; set; }

        public long Reserved { get; set; }

        public bool IsOverAt(DateTimeOffset now) => Reserved == 0
            && (Counter.Window is null ? Counter.PeriodEnd <= now : UsedAt(now) == 0 && !IsMarkedAt(now));

        public long UsedAt(DateTimeOffset now) => _rolling?.At(now) ?? _used;

        public BudgetCount CountAt(DateTimeOffset now) => new(UsedAt(now), Reserved, _rolling?.FreeAt(now));

        public void Use(long amount, DateTimeOffset at)
        {
            _used += amount;
            _rolling?.Add(amount, at);
        }

        public bool TryMark(int percent, DateTimeOffset now)
        {
            if (!IsMarkedAt(now))
                _marked = 0;
            if (_marked >= percent)
                return false;
            (_marked, _markedAt) = (percent, now);
            return true;
        }

        /// <summary>Whether a threshold was told in this period.</summary>
        private bool IsMarkedAt(DateTimeOffset now) => _marked > 0 && !(now - _markedAt > Counter.Window);
    }
}
