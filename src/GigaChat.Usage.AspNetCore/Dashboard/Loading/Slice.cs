using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The sum of the records of one key.</summary>
/// <typeparam name="TKey">Operation, model, platform and so on.</typeparam>
/// <param name="Key">The key; null for records that have none.</param>
/// <param name="Spend">The sum.</param>
internal sealed record Slice<TKey>(TKey Key, Spend Spend);

internal static class Slice
{
    /// <summary>Gets priced sums by a dimension, most tokens first.</summary>
    public static IReadOnlyList<Slice<string?>> By(IEnumerable<PricedGroup> groups, Dimension by, TimeZoneInfo zone) =>
        By(groups, group => by.KeyOf(group, zone));

    /// <summary>Gets priced sums by a key, most tokens first, then in the order of the keys.</summary>
    public static IReadOnlyList<Slice<TKey>> By<TKey>(IEnumerable<PricedGroup> groups, Func<UsageGroup, TKey> key) =>
        [
            .. groups
                .GroupBy(group => key(group.Usage))
                .Select(static group => new Slice<TKey>(group.Key, Spend.Of(group)))
                .OrderByDescending(static slice => slice.Spend.Tokens)
                .ThenBy(static slice => slice.Key?.ToString(), StringComparer.Ordinal),
        ];
}
