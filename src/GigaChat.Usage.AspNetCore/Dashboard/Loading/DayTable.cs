using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Groups with their days, of which any period is added up.</summary>
/// <param name="groups">The groups.</param>
internal sealed class DayTable(IReadOnlyList<PricedGroup> groups)
{
    private readonly ILookup<DateOnly, PricedGroup> _days = groups.ToLookup(static group => group.Usage.Day!.Value);
    private readonly Lazy<ILookup<DateOnly, PricedGroup>> _sums = new(() =>
        GroupSums
            .By(groups, UsageDimensions.Day | PricedGroup.Dimensions)
            .ToLookup(static group => group.Usage.Day!.Value)
    );
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
        var days = (by & ~PricedGroup.Dimensions) == 0 ? _sums.Value : _days;
        return GroupSums.By(
            days.Where(day => !(day.Key < first) && !(day.Key > last)).SelectMany(static day => day),
            by | PricedGroup.Dimensions
        );
    }
}
