using System.Runtime.InteropServices;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Adds up groups over the dimensions that are not wanted, as the store would.</summary>
internal static class GroupSums
{
    /// <summary>Gets the sums by some of the dimensions of groups. Sums are priced as a whole.</summary>
    public static IReadOnlyList<PricedGroup> By(IEnumerable<PricedGroup> groups, UsageDimensions by)
    {
        var numbers = new Dictionary<GroupKey, int>();
        var sums = new List<UsageSums>();
        foreach (var group in groups)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(
                numbers,
                GroupKey.Of(group, by),
                out var isKnown
            );
            if (!isKnown)
            {
                number = sums.Count;
                sums.Add(default);
            }

            CollectionsMarshal.AsSpan(sums)[number].Add(group.Usage);
        }

        return [.. numbers.Select(key => new PricedGroup(sums[key.Value].In(key.Key.Group()), key.Key.Price.Value))];
    }
}
