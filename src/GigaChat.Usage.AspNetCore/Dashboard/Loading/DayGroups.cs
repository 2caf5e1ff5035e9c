using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Groups of some days, of all users or of single ones.</summary>
/// <param name="numbers">The numbers of their keys.</param>
/// <param name="parts">The groups.</param>
internal sealed class DayGroups(GroupNumbers numbers, IReadOnlyCollection<DayGroups.Part> parts)
{
    /// <summary>Gets the sums by some dimensions of the groups, and those that prices depend on. Sums are priced as a
    /// whole.</summary>
    public IReadOnlyList<PricedGroup> By(UsageDimensions by)
    {
        var (hasDay, hasUser) = ((by & UsageDimensions.Day) != 0, (by & UsageDimensions.User) != 0);
        if (!hasDay && !hasUser)
            return Sums(parts, by);
        return
        [
            .. parts
                .GroupBy(part => (Day: hasDay ? part.Day : (DateOnly?)null, User: hasUser ? part.User : null))
                .SelectMany(same =>
                    Sums(same, by)
                        .Select(group =>
                            group with
                            {
                                Usage = group.Usage with { Day = same.Key.Day, UserId = same.Key.User },
                            }
                        )
                ),
        ];
    }

    private IReadOnlyList<PricedGroup> Sums(IEnumerable<Part> of, UsageDimensions by)
    {
        var sums = numbers.Add(of.Select(static part => part.Sums));
        return (numbers.Of & ~(by | PricedGroup.Dimensions)) == 0
            ? sums
            : GroupSums.By(sums, by | PricedGroup.Dimensions);
    }

    /// <summary>The groups of a day.</summary>
    /// <param name="Day">The day.</param>
    /// <param name="User">The id of the user whom they are of; null for all users.</param>
    /// <param name="Sums">The sums.</param>
    internal readonly record struct Part(DateOnly Day, string? User, NumberedSum[] Sums);
}
