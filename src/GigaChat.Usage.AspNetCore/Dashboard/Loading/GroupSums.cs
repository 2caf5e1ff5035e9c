using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Adds up groups over the dimensions that are not wanted, as the store would.</summary>
internal static class GroupSums
{
    /// <summary>Gets the sums by some of the dimensions of groups. Sums are priced as a whole.</summary>
    public static IReadOnlyList<PricedGroup> By(IEnumerable<PricedGroup> groups, UsageDimensions by)
    {
        var numbers = new GroupNumbers(by);
        return numbers.Add([numbers.Number(groups)]);
    }
}
