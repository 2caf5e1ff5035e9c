using GigaChat.Usage.Pricing;

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
        var total = new UsageGroup();
        foreach (var sum in All())
        {
            var group = sum.ToGroup();
            total = total with
            {
                Count = total.Count + group.Count,
                Calls = total.Calls + group.Calls,
                PromptTokens = total.PromptTokens + group.PromptTokens,
                CompletionTokens = total.CompletionTokens + group.CompletionTokens,
                CachedPromptTokens = total.CachedPromptTokens + group.CachedPromptTokens,
                TotalTokens = total.TotalTokens + group.TotalTokens,
                EstimatedTokens = total.EstimatedTokens + group.EstimatedTokens,
            };
        }

        return new UsageTotals(total);
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
        private long _count;
        private long _calls;
        private long _prompt;
        private long _completion;
        private long _cached;
        private long _total;

        public Sum(UsageRecord first, Sum? next)
        {
            Next = next;
            Model = first.Model;
            Moment = first.CreatedAt;
            _source = first.Source;
            _isBatch = first.IsBatch;
            Add(first);
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
            Add(record);
            return true;
        }

        public UsageGroup ToGroup() =>
            new()
            {
                Model = Model,
                Source = _source,
                IsBatch = _isBatch,
                Count = _count,
                Calls = _calls,
                PromptTokens = _prompt,
                CompletionTokens = _completion,
                CachedPromptTokens = _cached,
                TotalTokens = _total,
                EstimatedTokens = _source == UsageSource.Estimated ? _total : 0,
            };

        private void Add(UsageRecord record)
        {
            _count++;
            _calls += record.Attempt == 1 ? 1 : 0;
            _prompt += record.PromptTokens ?? 0;
            _completion += record.CompletionTokens ?? 0;
            _cached += record.CachedPromptTokens ?? 0;
            _total += record.TotalTokens;
        }

        private static long HourOf(DateTimeOffset moment) => moment.UtcTicks / TimeSpan.TicksPerHour;
    }
}
