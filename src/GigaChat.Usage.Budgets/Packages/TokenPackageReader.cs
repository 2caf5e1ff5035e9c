using GigaChat.Usage.Configuration;
using Microsoft.Extensions.Configuration;

namespace GigaChat.Usage.Budgets;

/// <summary>Reads packages from settings: a list of groups with the names of <see cref="TokenPackage"/>'s
/// properties.</summary>
internal static class TokenPackageReader
{
    public static SortedDictionary<string, SettingForm> Forms { get; } =
        StrictBinder.Forms(
            (nameof(PackageSettings.Family), SettingForm.Text),
            (nameof(PackageSettings.Tokens), SettingForm.Whole),
            (nameof(PackageSettings.Rubles), SettingForm.Number),
            (nameof(PackageSettings.BoughtAt), SettingForm.Moment),
            (nameof(PackageSettings.ExpiresAt), SettingForm.Moment)
        );

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An entry is not valid; the message
    /// names every one.</exception>
    public static IReadOnlyList<TokenPackage> Read(IConfigurationSection list)
    {
        var problems = new List<string>();
        TokenPackage[] packages =
        [
            .. StrictBinder
                .BindList<PackageSettings>(
                    list,
                    Forms,
                    static (part, target) => part.Bind(target, StrictBinder.Strict),
                    problems
                )
                .Select(entry => Package(entry.Entry, entry.Path, problems))
                .OfType<TokenPackage>(),
        ];
        SettingProblems.ThrowIfAny(typeof(TokenPackage), problems);
        return packages;
    }

    private static TokenPackage? Package(PackageSettings entry, string path, List<string> problems)
    {
        var isNamed = SettingProblems.IsSet(entry.Family, path, nameof(entry.Family), problems);
        if (
            !isNamed
            || entry.Tokens is not { } tokens
            || entry.Rubles is not { } rubles
            || SettingMoment.Of(entry.BoughtAt) is not { } boughtAt
        )
        {
            problems.Add(
                $"{path} must have {nameof(TokenPackage.Family)}, {nameof(TokenPackage.Tokens)} (1 or more), "
                    + $"{nameof(TokenPackage.Rubles)} (0 or more) and {nameof(TokenPackage.BoughtAt)}."
            );
            return null;
        }

        return SettingProblems.Guard(path, problems, () =>
        {
            var package = new TokenPackage
            {
                Family = entry.Family!,
                Tokens = tokens,
                Rubles = rubles,
                BoughtAt = boughtAt,
                ExpiresAt = SettingMoment.Of(entry.ExpiresAt),
            };
            package.Validate();
            return package;
        });
    }

    /// <summary>The settings of a package. Moments are read by <see cref="SettingMoment"/>.</summary>
    internal sealed class PackageSettings
    {
        public string? Family { get; set; }

        public long? Tokens { get; set; }

        public decimal? Rubles { get; set; }

        public string? BoughtAt { get; set; }

        public string? ExpiresAt { get; set; }
    }
}
