using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage.Alerts;

/// <summary>
/// The sums of the last hours. Past hours are kept, so that an evaluation reads the records of the current hour alone,
/// whatever the store holds.
/// </summary>
internal sealed class UsageHours(GigaChatTokenUsage usage, IReadOnlyCollection<string> tagKeys)
{
    /// <summary>The hours that are read again while they may still get records: calls end late, and queues wait.
    /// </summary>
    private const int Open = 1;

    private static readonly TimeSpan Recheck = TimeSpan.FromMinutes(10);

    private readonly SortedDictionary<DateTimeOffset, HourSums> _hours = [];
    private DateTimeOffset _checked = DateTimeOffset.MinValue;

    /// <summary>Reads what is not known of the hours from a time on.</summary>
    public async Task ReadAsync(DateTimeOffset from, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (first, current) = (HourOf(from), HourOf(now));
        foreach (var old in _hours.Keys.Where(hour => hour < first || hour > current).ToList())
            _hours.Remove(old);

        // The newest that is known and closed; all after it are read, in one query.
        var start = first;
        while (start < current && _hours.ContainsKey(start))
            start = start.AddHours(1);
        var reopened = now - current < Recheck ? current.AddHours(-Open) : current;
        if (start > reopened)
            start = reopened < first ? first : reopened;
        await ReadHoursAsync(start, current.AddHours(1), cancellationToken).ConfigureAwait(false);
        if (now - _checked >= Recheck || now < _checked)
        {
            _checked = now;
            await CheckAsync(first, current.AddHours(1), cancellationToken).ConfigureAwait(false);
        }
    }

    public IEnumerable<KeyValuePair<DateTimeOffset, HourSums>> From(DateTimeOffset start) =>
        _hours.Where(hour => hour.Key >= HourOf(start));

    public HourSums? At(DateTimeOffset moment) => _hours.GetValueOrDefault(HourOf(moment));

    /// <summary>Gets the newest hours that have a number of requests together, and the first of them.</summary>
    public (DateTimeOffset From, IReadOnlyList<HourSums> Hours)? Recent(long requests, int mostHours)
    {
        var (found, sum) = (new List<HourSums>(), 0L);
        foreach (var (start, hour) in _hours.Reverse().Take(mostHours))
        {
            found.Add(hour);
            sum += hour.Requests;
            if (sum >= requests)
                return (start, found);
        }

        return null;
    }

    public static DateTimeOffset HourOf(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private async Task ReadHoursAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var by = HourSums.Dimensions | (to - from > TimeSpan.FromHours(1) ? UsageDimensions.Hour : 0);
        var filter = new UsageFilter { From = from, To = to };
        var groups = await usage.AggregateAsync(filter, by, cancellationToken).ConfigureAwait(false);
        for (var hour = from; hour < to; hour = hour.AddHours(1))
            _hours[hour] = new HourSums();
        foreach (var group in groups)
        {
            var hour = group.Hour ?? from;
            if (_hours.TryGetValue(hour, out var sums))
                sums.Add(new PricedGroup(group, usage.Prices.Find(group.Model, hour)));
        }

        foreach (var key in tagKeys)
            await ReadTagAsync(key, filter, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadTagAsync(string key, UsageFilter filter, CancellationToken cancellationToken)
    {
        var groups = await usage
            .AggregateAsync(filter, PricedGroup.Dimensions | UsageDimensions.Hour, cancellationToken, tagKey: key)
            .ConfigureAwait(false);
        foreach (var group in groups)
        {
            if (group is not { TagValue: { } value, Hour: { } hour } || !_hours.TryGetValue(hour, out var sums))
                continue;
            var rubles = new PricedGroup(group, usage.Prices.Find(group.Model, hour)).Rubles;
            sums.AddTag(key, value, new Spend(rubles, group.TotalTokens, group.Calls));
        }
    }

    /// <summary>Compares the hours with the totals by hour, and reads those again that have got records late.</summary>
    private async Task CheckAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var totals = await usage
            .AggregateAsync(new UsageFilter { From = from, To = to }, UsageDimensions.Hour, cancellationToken)
            .ConfigureAwait(false);
        var stale = totals
            .Where(total =>
                _hours.TryGetValue(total.Hour!.Value, out var known)
                && (known.Requests != total.Count || known.Total.Tokens != total.TotalTokens)
            )
            .Select(static total => total.Hour!.Value)
            .Order()
            .ToList();
        if (stale.Count > 0)
            await ReadHoursAsync(stale[0], stale[^1].AddHours(1), cancellationToken).ConfigureAwait(false);
    }
}
