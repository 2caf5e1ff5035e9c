using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage.Alerts;

/// <summary>
/// The sums of the last hours. What is older than a few minutes is kept, so that an evaluation reads the records of the
/// last minutes alone, whatever the store holds.
/// </summary>
internal sealed class UsageHours(GigaChatTokenUsage usage, IReadOnlyCollection<string> tagKeys)
{
    /// <summary>The time in which records are still expected: calls end late, and queues wait.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(5);

    /// <summary>The time by which the kept sums grow at once.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Recheck = TimeSpan.FromMinutes(10);

    /// <summary>The sums of the records before <see cref="_keptUntil"/>.</summary>
    private readonly SortedDictionary<DateTimeOffset, HourSums> _kept = [];

    /// <summary>The sums of all records.</summary>
    private readonly SortedDictionary<DateTimeOffset, HourSums> _hours = [];

    private DateTimeOffset _keptFrom = DateTimeOffset.MaxValue;
    private DateTimeOffset _keptUntil = DateTimeOffset.MinValue;
    private DateTimeOffset _checked = DateTimeOffset.MinValue;

    /// <summary>Reads what is not known of the hours from a time on.</summary>
    public async Task ReadAsync(DateTimeOffset from, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (first, end) = (HourOf(from), HourOf(now).AddHours(1));
        await KeepAsync(first, MinuteOf(now - Settling), cancellationToken).ConfigureAwait(false);
        await CombineAsync(first, end, cancellationToken).ConfigureAwait(false);
        if (now - _checked < Recheck && now >= _checked)
            return;
        _checked = now;
        if (await CheckAsync(first, end, cancellationToken).ConfigureAwait(false))
            await CombineAsync(first, end, cancellationToken).ConfigureAwait(false);
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

    private static DateTimeOffset MinuteOf(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    /// <summary>Reads what has settled since the last evaluation, and keeps it.</summary>
    private async Task KeepAsync(DateTimeOffset first, DateTimeOffset settled, CancellationToken cancellationToken)
    {
        // After a clock went back, or for a longer window, everything is read again.
        if (first < _keptFrom || settled < _keptUntil)
        {
            _kept.Clear();
            _keptUntil = first;
        }

        foreach (var old in _kept.Keys.Where(hour => hour < first).ToList())
            _kept.Remove(old);
        _keptFrom = first;
        if (_keptUntil < first)
            _keptUntil = first;
        if (settled - _keptUntil < Step)
            return;
        foreach (var (hour, sums) in await SumAsync(_keptUntil, settled, cancellationToken).ConfigureAwait(false))
            _kept[hour] = _kept.TryGetValue(hour, out var known) ? known.Plus(sums) : sums;
        _keptUntil = settled;
    }

    /// <summary>Adds the records that are not kept yet to what is kept.</summary>
    private async Task CombineAsync(DateTimeOffset first, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var open = await SumAsync(_keptUntil, end, cancellationToken).ConfigureAwait(false);
        _hours.Clear();
        for (var hour = first; hour < end; hour = hour.AddHours(1))
        {
            var (kept, latest) = (_kept.GetValueOrDefault(hour), open.GetValueOrDefault(hour));
            _hours[hour] =
                kept is null ? latest ?? new HourSums()
                : latest is null ? kept
                : kept.Plus(latest);
        }
    }

    /// <summary>Reads the sums of a time by hours.</summary>
    private async Task<Dictionary<DateTimeOffset, HourSums>> SumAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        var hours = new Dictionary<DateTimeOffset, HourSums>();
        var isOneHour = HourOf(from) == HourOf(to.AddTicks(-1));
        var by = HourSums.Dimensions | (isOneHour ? 0 : UsageDimensions.Hour);
        var filter = new UsageFilter { From = from, To = to };
        foreach (var group in await usage.AggregateAsync(filter, by, cancellationToken).ConfigureAwait(false))
        {
            var hour = group.Hour ?? HourOf(from);
            SumsOf(hours, hour).Add(new PricedGroup(group, usage.Prices.Find(group.Model, hour)));
        }

        foreach (var key in tagKeys)
            await AddTagAsync(hours, key, filter, cancellationToken).ConfigureAwait(false);
        return hours;
    }

    private async Task AddTagAsync(
        Dictionary<DateTimeOffset, HourSums> hours,
        string key,
        UsageFilter filter,
        CancellationToken cancellationToken
    )
    {
        var groups = await usage
            .AggregateAsync(filter, PricedGroup.Dimensions | UsageDimensions.Hour, cancellationToken, tagKey: key)
            .ConfigureAwait(false);
        foreach (var group in groups)
        {
            if (group is not { TagValue: { } value, Hour: { } hour })
                continue;
            var rubles = new PricedGroup(group, usage.Prices.Find(group.Model, hour)).Rubles;
            SumsOf(hours, hour).AddTag(key, value, new Spend(rubles, group.TotalTokens, group.Calls));
        }
    }

    /// <summary>Compares the hours with the totals by hour, and reads those again that have got records late.</summary>
    private async Task<bool> CheckAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
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
        if (stale.Count == 0 || stale[0] >= _keptUntil)
            return stale.Count > 0;
        var end = stale[^1].AddHours(1) < _keptUntil ? stale[^1].AddHours(1) : _keptUntil;
        var read = await SumAsync(stale[0], end, cancellationToken).ConfigureAwait(false);
        for (var hour = stale[0]; hour < end; hour = hour.AddHours(1))
            _kept[hour] = read.GetValueOrDefault(hour) ?? new HourSums();
        return true;
    }

    private static HourSums SumsOf(Dictionary<DateTimeOffset, HourSums> hours, DateTimeOffset hour)
    {
        if (!hours.TryGetValue(hour, out var sums))
            hours.Add(hour, sums = new HourSums());
        return sums;
    }
}
