using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Groups by day and other dimensions, kept from page to page: a day is read again when its sums, or the prices, have
/// changed. Safe for concurrent use.
/// </summary>
internal sealed class KeptDays : IDisposable
{
    /// <summary>The maximum number of kept groups, some 300 bytes each.</summary>
    private const int Most = 60_000;

    private readonly SemaphoreSlim _reading = new(1);
    private readonly Dictionary<UsageFilter, Dictionary<DateOnly, Day>> _filters = [];
    private object? _prices;
    private int _size;

    /// <summary>Gets the groups of a period.</summary>
    /// <param name="filter">The filter, without a period.</param>
    /// <param name="days">The days of the period and their present sums.</param>
    /// <param name="prices">The present prices.</param>
    /// <param name="read">Reads the groups of a range of days.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The groups; null where they could not be read by day.</returns>
    public async Task<IReadOnlyList<PricedGroup>?> GetAsync(
        UsageFilter filter,
        IReadOnlyCollection<KeyValuePair<DateOnly, UsageGroup>> days,
        PriceBook prices,
        Func<DateOnly, DateOnly, Task<IReadOnlyList<PricedGroup>?>> read,
        CancellationToken cancellationToken
    )
    {
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_size > Most || !ReferenceEquals(_prices, prices))
                Forget(prices);
            if (!_filters.TryGetValue(filter, out var kept))
                _filters.Add(filter, kept = []);
            var missing = days.Where(day => !(kept.GetValueOrDefault(day.Key)?.Sums == day.Value)).ToList();
            if (missing.Count > 0)
            {
                var groups = await read(missing.Min(static day => day.Key), missing.Max(static day => day.Key))
                    .ConfigureAwait(false);
                if (groups is null)
                    return null;
                var found = groups.ToLookup(static group => group.Usage.Day!.Value);
                foreach (var (day, sums) in missing)
                {
                    _size -= kept.GetValueOrDefault(day)?.Groups.Count ?? 0;
                    kept[day] = new Day(sums, [.. found[day]]);
                    _size += kept[day].Groups.Count;
                }
            }

            return [.. days.SelectMany(day => kept[day.Key].Groups)];
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private void Forget(PriceBook prices)
    {
        _filters.Clear();
        (_prices, _size) = (prices, 0);
    }

    private sealed record Day(UsageGroup Sums, IReadOnlyList<PricedGroup> Groups);
}
