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

    /// <summary>Gets the rows of changes, in their order: the largest difference first.</summary>
    public static IReadOnlyList<ChangeRow> Of(IEnumerable<UsageChange> changes, Dimension by, TimeZoneInfo zone) =>
        [
            .. changes.Select(change => new ChangeRow(
                by.KeyOf(change.Keys, zone),
                change.Keys.UserName,
                new Spend(change.Calls, change.Calls, change.Tokens, 0, change.Rubles, change.UnpricedTokens),
                new Spend(
                    change.CallsBefore,
                    change.CallsBefore,
                    change.TokensBefore,
                    0,
                    change.RublesBefore,
                    change.UnpricedTokensBefore
                )
            )),
        ];
}
