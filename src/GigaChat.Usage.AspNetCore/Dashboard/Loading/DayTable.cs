using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Groups with their days, of which any period is added up. Safe for concurrent use.</summary>
/// <param name="groups">The groups.</param>
/// <param name="of">Their dimensions.</param>
internal sealed class DayTable(IReadOnlyList<PricedGroup> groups, UsageDimensions of)
{
    private readonly ILookup<DateOnly, PricedGroup> _days = groups.ToLookup(static group => group.Usage.Day!.Value);
    private readonly Lock _lock = new();
    private readonly Dictionary<UsageDimensions, Numbered> _numbered = [];
    private readonly Lazy<IReadOnlyDictionary<DateOnly, UsageGroup>> _states = new(() =>
        GroupSums
            .By(groups.Select(static group => group with { Price = null }), UsageDimensions.Day)
            .ToDictionary(static group => group.Usage.Day!.Value, static group => group.Usage)
    );

    /// <summary>The days that have any group, with the sums of all of them: equal sums are of the same records, since
    /// records are added and never taken away.</summary>
    public IReadOnlyDictionary<DateOnly, UsageGroup> Days => _states.Value;

    /// <summary>Gets the sums of a period by some dimensions of the groups, and those that prices depend on.</summary>
    public IReadOnlyList<PricedGroup> Between(DateOnly? first, DateOnly? last, UsageDimensions by)
    {
        var days = _days.Where(day => !(day.Key < first) && !(day.Key > last));
        if ((of & ~(by | PricedGroup.Dimensions)) == 0)
            return [.. days.SelectMany(static day => day)];
        DayGroups sums;
        lock (_lock)
        {
            var keys = (by | PricedGroup.Dimensions) & ~UsageDimensions.Day;
            if (!_numbered.TryGetValue(keys, out var numbered))
                _numbered.Add(keys, numbered = new Numbered(new GroupNumbers(keys), []));
            sums = new DayGroups(numbered.Numbers, [.. days.Select(day => numbered.PartOf(day.Key, day))]);
        }

        return sums.By(by);
    }

    /// <summary>The days by the dimensions of one kind of sums, as far as they were asked for.</summary>
    private sealed record Numbered(GroupNumbers Numbers, Dictionary<DateOnly, NumberedSum[]> Days)
    {
        public DayGroups.Part PartOf(DateOnly day, IEnumerable<PricedGroup> groups)
        {
            if (!Days.TryGetValue(day, out var sums))
                Days.Add(day, sums = Numbers.Number(groups));
            return new DayGroups.Part(day, null, sums);
        }
    }
}
