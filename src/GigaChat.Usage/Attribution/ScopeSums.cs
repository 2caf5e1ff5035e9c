using GigaChat.Usage.Pricing;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Attribution;

/// <summary>The sums of a scope's records by what a cost depends on. Not safe for concurrent use.</summary>
/// <remarks>
/// Most scopes hold one call, and most are never queried for their usage: the first record is only referenced, and sums
/// are made with the second one. From then on a record allocates only where it is the first of its model and hour.
/// </remarks>
internal struct ScopeSums
{
    private UsageRecord? _only;
    private Sum? _newest;
    private PriceBook? _prices;

    public void Add(UsageRecord record, PriceBook prices)
    {
        _prices ??= prices;
        record = UsageParts.WithoutExcess(record);
        if (_only is null && _newest is null)
        {
            _only = record;
            return;
        }

        if (_only is { } first)
        {
            _newest = new Sum(first, next: null);
            _only = null;
        }

        for (var sum = _newest; sum is not null; sum = sum.Next)
        {
            if (sum.TryAdd(record))
                return;
        }

        _newest = new Sum(record, _newest);
    }

    public readonly UsageTotals ToTotals()
    {
        var total = new UsageSums();
        foreach (var sum in All())
            total.Add(sum.Sums);
        return new UsageTotals(total.In(new UsageGroup()));
    }

    public readonly UsageCost ToCost(PriceBook? prices)
    {
        var book = prices ?? _prices ?? PriceBook.Sber;
        return UsageCost.Of(
            [.. All().Select(sum => new PricedGroup(sum.ToGroup(), book.Find(sum.Model, sum.Moment)))],
            book
        );
    }

    private readonly List<Sum> All()
    {
        var all = new List<Sum>();
        if (_only is { } only)
            all.Add(new Sum(only, next: null));
        for (var sum = _newest; sum is not null; sum = sum.Next)
            all.Add(sum);
        return all;
    }

    /// <summary>The sum of the records of one model, source, kind of billing and hour: prices change with an hour, as a
    /// rule at midnight.</summary>
    private sealed class Sum
    {
        private readonly UsageSource _source;
        private readonly bool _isBatch;
        private UsageSums _sums;

        public Sum(UsageRecord first, Sum? next)
        {
            Next = next;
            Model = first.Model;
            Moment = first.CreatedAt;
            _source = first.Source;
            _isBatch = first.IsBatch;
            _sums.Add(first);
        }

        public Sum? Next { get; }

        public string? Model { get; }

        /// <summary>A moment of the hour, to look a price up at.</summary>
        public DateTimeOffset Moment { get; }

        public bool TryAdd(UsageRecord record)
        {
            if (
                _source != record.Source
                || _isBatch != record.IsBatch
                || HourOf(Moment) != HourOf(record.CreatedAt)
                || !string.Equals(Model, record.Model, StringComparison.Ordinal)
            )
                return false;
            _sums.Add(record);
            return true;
        }

        public ref readonly UsageSums Sums => ref _sums;

        public UsageGroup ToGroup() =>
            _sums.In(
                new UsageGroup
                {
                    Model = Model,
                    Source = _source,
                    IsBatch = _isBatch,
                }
            );

        private static long HourOf(DateTimeOffset moment) => moment.UtcTicks / TimeSpan.TicksPerHour;
    }
}
