using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The sums of a key in a period and in the one that it is compared with.</summary>
/// <param name="Key">The key; null for records that have none.</param>
/// <param name="Name">The newest name of a user; null for other keys.</param>
/// <param name="Now">The sum of the period.</param>
/// <param name="Before">The sum that it is compared with.</param>
internal sealed record ChangeRow(string? Key, string? Name, Spend Now, Spend Before)
{
    public decimal Rubles => Now.Rubles - Before.Rubles;

    public long Tokens => Now.Tokens - Before.Tokens;

    /// <summary>Gets the keys of both periods, the largest difference first.</summary>
    public static IReadOnlyList<ChangeRow> Of(
        IEnumerable<PricedGroup> now,
        IEnumerable<PricedGroup> before,
        Dimension by,
        TimeZoneInfo zone
    )
    {
        var (rows, earlier) = (Rows(now), Rows(before));
        return
        [
            .. rows
                .Keys.Union(earlier.Keys)
                .Select(key => new ChangeRow(
                    key.Value,
                    Find(rows, key)?.UserName ?? Find(earlier, key)?.UserName,
                    Find(rows, key)?.Spend ?? default,
                    Find(earlier, key)?.Spend ?? default
                ))
                .OrderByDescending(static row => Math.Abs(row.Rubles))
                .ThenByDescending(static row => Math.Abs(row.Tokens))
                .ThenBy(static row => row.Key, StringComparer.Ordinal),
        ];

        Dictionary<KeyOf, GroupRow> Rows(IEnumerable<PricedGroup> groups) =>
            GroupRow.Of(groups, by, null, zone).ToDictionary(static row => new KeyOf(row.Key));

        static GroupRow? Find(Dictionary<KeyOf, GroupRow> rows, KeyOf key) => rows.GetValueOrDefault(key);
    }

    /// <summary>A key that may be null, for a dictionary.</summary>
    private readonly record struct KeyOf(string? Value);
}
