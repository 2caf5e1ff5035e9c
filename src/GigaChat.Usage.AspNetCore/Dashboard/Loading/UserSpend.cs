using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The sum of one user's records.</summary>
/// <param name="Id">The user's id; null for the calls without a user.</param>
/// <param name="Name">The user's name; null where no record has one.</param>
/// <param name="Spend">The sum.</param>
internal sealed record UserSpend(string? Id, string? Name, Spend Spend)
{
    /// <summary>The users of priced sums, most tokens first.</summary>
    public static IReadOnlyList<UserSpend> Of(
        IEnumerable<PricedGroup> groups,
        IReadOnlyDictionary<string, string?> names
    ) =>
        [
            .. groups
                .GroupBy(static group => group.Usage.UserId!, StringComparer.Ordinal)
                .Select(user => new UserSpend(user.Key, names.GetValueOrDefault(user.Key), Spend.Of(user)))
                .OrderByDescending(static user => user.Spend.Tokens)
                .ThenBy(static user => user.Id, StringComparer.Ordinal),
        ];
}
