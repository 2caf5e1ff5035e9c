using System.Runtime.InteropServices;
using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Groups by day and other dimensions, of all users or of single ones, kept from page to page: a day is read again when
/// its sums of all users, or the prices, have changed. Safe for concurrent use.
/// </summary>
/// <param name="of">The dimensions of the groups, without the day and the user.</param>
internal sealed class KeptSums(UsageDimensions of) : IDisposable
{
    /// <summary>The maximum number of kept days and of their sums, some 70 bytes each.</summary>
    private const int Most = 200_000;

    private readonly SemaphoreSlim _reading = new(1);
    private readonly Dictionary<UsageFilter, Kept> _filters = [];
    private object? _prices;
    private int _size;

    /// <summary>Gets the groups of a period.</summary>
    /// <param name="filter">The filter, without a period.</param>
    /// <param name="users">The ids of the users, each of whom is kept; one null for all users together.</param>
    /// <param name="days">The days of the period and their present sums of all users.</param>
    /// <param name="prices">The present prices.</param>
    /// <param name="read">Reads the groups of some users in a range of days.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The groups; null where they could not be read by day.</returns>
    public async Task<DayGroups?> GetAsync(
        UsageFilter filter,
        IReadOnlyCollection<string?> users,
        IReadOnlyCollection<KeyValuePair<DateOnly, UsageGroup>> days,
        PriceBook prices,
        Func<IReadOnlyCollection<string?>, DateOnly, DateOnly, Task<IReadOnlyList<PricedGroup>?>> read,
        CancellationToken cancellationToken
    )
    {
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_size > Most || !ReferenceEquals(_prices, prices))
                Forget(prices);
            if (!_filters.TryGetValue(filter, out var kept))
                _filters.Add(filter, kept = new Kept(of));
            var wanted = days.Select(day => (Day: day.Key, State: kept.StateOf(day.Key, day.Value))).ToList();
            var missing = kept.Missing(users, wanted);
            if (missing.Count > 0)
            {
                var (first, last) = (missing.Min(static one => one.Day), missing.Max(static one => one.Day));
                string?[] unknown = [.. missing.Select(static one => one.User).Distinct(StringComparer.Ordinal)];
                if (await read(unknown, first, last).ConfigureAwait(false) is not { } groups)
                    return null;
                _size += kept.Add(unknown, wanted.FindAll(day => day.Day >= first && day.Day <= last), groups);
            }

            return kept.Of(users, wanted);
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

    /// <summary>The days of a filter.</summary>
    private sealed class Kept(UsageDimensions of)
    {
        private readonly GroupNumbers _numbers = new(of);
        private readonly Dictionary<DateOnly, (UsageGroup Sums, int State)> _days = [];
        private readonly Dictionary<(string? User, DateOnly Day), (int State, NumberedSum[] Sums)> _parts = [];

        /// <summary>Gets a number of a day that is another one when its sums have changed.</summary>
        public int StateOf(DateOnly day, UsageGroup sums)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_days, day, out _);
            if (known.Sums != sums)
                known = (sums, known.State + 1);
            return known.State;
        }

        public List<(string? User, DateOnly Day)> Missing(
            IReadOnlyCollection<string?> users,
            List<(DateOnly Day, int State)> days
        ) =>
            [
                .. from user in users
                from day in days
                where _parts.GetValueOrDefault((user, day.Day)).State != day.State
                select (user, day.Day),
            ];

        /// <summary>Adds groups that were read, and returns the additional size.</summary>
        public int Add(
            IReadOnlyCollection<string?> users,
            List<(DateOnly Day, int State)> days,
            IReadOnlyList<PricedGroup> groups
        )
        {
            var found = groups.ToLookup(static group => (group.Usage.UserId, group.Usage.Day!.Value));
            var size = 0;
            foreach (var user in users)
            {
                foreach (var (day, state) in days)
                {
                    var sums = _numbers.Number(found[(user, day)]);
                    ref var part = ref CollectionsMarshal.GetValueRefOrAddDefault(_parts, (user, day), out var isKnown);
                    size += sums.Length - (isKnown ? part.Sums.Length : -1);
                    part = (state, sums);
                }
            }

            return size;
        }

        public DayGroups Of(IReadOnlyCollection<string?> users, List<(DateOnly Day, int State)> days) =>
            new(
                _numbers,
                [
                    .. from user in users
                    from day in days
                    select new DayGroups.Part(day.Day, user, _parts[(user, day.Day)].Sums),
                ]
            );
    }
}
