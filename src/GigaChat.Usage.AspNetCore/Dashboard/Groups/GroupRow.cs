using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The sum of the records of one key, or of a pair of keys.</summary>
/// <param name="Key">The key of the first dimension; null for records that have none.</param>
/// <param name="Then">The key of the second dimension.</param>
/// <param name="UserName">The newest name of the user, where users are grouped.</param>
/// <param name="Spend">The sum.</param>
internal sealed record GroupRow(string? Key, string? Then, string? UserName, Spend Spend)
{
    public static IReadOnlyList<GroupRow> Of(
        IEnumerable<PricedGroup> groups,
        Dimension by,
        Dimension? then,
        TimeZoneInfo zone
    ) =>
        [
            .. groups
                .GroupBy(group => (Key: by.KeyOf(group.Usage, zone), Then: then?.KeyOf(group.Usage, zone)))
                .Select(static same => new GroupRow(
                    same.Key.Key,
                    same.Key.Then,
                    same.Select(static group => group.Usage.UserName).LastOrDefault(static name => name is not null),
                    Spend.Of(same)
                )),
        ];
}
