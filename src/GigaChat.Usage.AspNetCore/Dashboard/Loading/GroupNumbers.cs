using System.Runtime.InteropServices;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Numbers the keys of groups, so that many groups are kept in little memory and added up without comparing their keys
/// again. Safe for concurrent use.
/// </summary>
/// <param name="of">The dimensions of the keys.</param>
internal sealed class GroupNumbers(UsageDimensions of)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<GroupKey, int> _numbers = [];
    private readonly List<PricedGroup> _keys = [];

    /// <summary>The dimensions of the keys.</summary>
    public UsageDimensions Of => of;

    /// <summary>Gets the sums of groups with the numbers of their keys.</summary>
    public NumberedSum[] Number(IEnumerable<PricedGroup> groups)
    {
        lock (_lock)
        {
            return
            [
                .. groups.Select(group =>
                {
                    var sums = default(UsageSums);
                    sums.Add(group.Usage);
                    return new NumberedSum(NumberOf(group), sums);
                }),
            ];
        }
    }

    /// <summary>Gets the sums by key. Sums are priced as a whole.</summary>
    public List<PricedGroup> Add(IEnumerable<NumberedSum[]> parts)
    {
        lock (_lock)
        {
            var (sums, isFound, found) = (new UsageSums[_keys.Count], new bool[_keys.Count], new List<int>());
            foreach (var part in parts)
            {
                foreach (ref readonly var one in part.AsSpan())
                {
                    sums[one.Number].Add(one.Sums);
                    if (isFound[one.Number])
                        continue;
                    isFound[one.Number] = true;
                    found.Add(one.Number);
                }
            }

            return found.ConvertAll(number =>
            {
                var (group, price) = _keys[number];
                return new PricedGroup(sums[number].In(group), price);
            });
        }
    }

    private int NumberOf(in PricedGroup group)
    {
        var key = GroupKey.Of(group, of);
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, key, out var isKnown);
        if (!isKnown)
        {
            number = _keys.Count;
            _keys.Add(new PricedGroup(key.Group(), group.Price));
        }

        return number;
    }
}
