using GigaChat.Usage.Configuration;

namespace GigaChat.Usage.Budgets;

/// <summary>Reads packages from settings: a list of groups with the names of <see cref="TokenPackage"/>'s
/// properties.</summary>
internal static class TokenPackageReader
{
    private const string Packages = nameof(Packages);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An entry is not valid; the message
    /// names every one.</exception>
    public static IReadOnlyList<TokenPackage> Read(SettingNode list) =>
        SettingProblems.Read<IReadOnlyList<TokenPackage>>(
            typeof(TokenPackage),
            new SettingNode("", "", null, [list with { Key = Packages }]),
            static root => [.. root.Groups(Packages).Select(Package).OfType<TokenPackage>()]
        );

    private static TokenPackage? Package(SettingGroup entry)
    {
        var family = entry.Text(nameof(TokenPackage.Family), required: true);
        var tokens = entry.Whole(nameof(TokenPackage.Tokens));
        var rubles = entry.Decimal(nameof(TokenPackage.Rubles));
        var boughtAt = entry.Moment(nameof(TokenPackage.BoughtAt));
        var expiresAt = entry.Moment(nameof(TokenPackage.ExpiresAt));
        entry.RefuseOthers();
        if (family is null || tokens is null || rubles is null || boughtAt is null)
        {
            entry.Problem(
                $"{entry.Here} must have {nameof(TokenPackage.Family)}, {nameof(TokenPackage.Tokens)} (1 or more), {nameof(TokenPackage.Rubles)} (0 or more) and {nameof(TokenPackage.BoughtAt)}."
            );
            return null;
        }

        return SettingProblems.Guard(entry, () =>
        {
            var package = new TokenPackage
            {
                Family = family,
                Tokens = tokens.Value,
                Rubles = rubles.Value,
                BoughtAt = boughtAt.Value,
                ExpiresAt = expiresAt,
            };
            package.Validate();
            return package;
        });
    }
}
