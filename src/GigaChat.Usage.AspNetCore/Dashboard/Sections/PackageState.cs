using GigaChat.Usage.Queries;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The token packages: the remaining tokens and the expiry. Empty where there are none.</summary>
internal sealed record PackageState(IReadOnlyList<TokenPackageFamilyStatus> Families) : SectionData
{
    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken) =>
        new PackageState(
            questions.Money.Packages is { } packages
                ? await packages.GetStatusAsync(cancellationToken).ConfigureAwait(false)
                : []
        );

    public override Html Draw(Section section, PageView view) =>
        Families.Count == 0 ? Html.Empty : base.Draw(section, view);

    public override DataTable Table(PageView view) =>
        new(
            view.Text.PackagesTitle,
            [
                .. Columns(view.Text),
                new("effectiveRublesPerMillion", view.Text.EffectiveColumn, CellKind.Text)
                {
                    IsMinor = true,
                    IsNumber = true,
                },
                new("runsOut", view.Text.RunsOutColumn, CellKind.Text),
            ],
            [.. Families.SelectMany(family => family.Packages.Select(package => Row(family, package, view)))]
        )
        {
            Note = string.Join(
                ' ',
                Families
                    .Where(static family => family.UncoveredTokens > 0)
                    .Select(family =>
                        view.Text.Uncovered(FamilyNames.Of(family.Family, view.Prices), family.UncoveredTokens)
                    )
            )
                is { Length: > 0 } note
                ? note
                : null,
        };

    public override DataTable ExportTable(PageView view) =>
        new(
            view.Text.PackagesTitle,
            [
                .. Columns(view.Text),
                new("effectiveRublesPerMillion", view.Text.EffectiveColumn, CellKind.Rubles),
                new("runsOut", view.Text.RunsOutColumn, CellKind.Day),
                new("runsOutEarliest", view.Text.RunsOutEarliestColumn, CellKind.Day),
                new("runsOutLatest", view.Text.RunsOutLatestColumn, CellKind.Day),
            ],
            [
                .. Families.SelectMany(family =>
                    family.Packages.Select(package => new DataRow([
                        .. Figures(family, package, view),
                        package.EffectiveRublesPerMillionTokens,
                        family.RunsOutOn,
                        family.RunsOutEarliest,
                        family.RunsOutLatest,
                    ]))
                ),
            ]
        );

    private static DataRow Row(TokenPackageFamilyStatus family, TokenPackageStatus status, PageView view) =>
        new([
            FamilyNames.Of(family.Family, view.Prices),
            .. Figures(family, status, view).Skip(1),
            view.Format.Rubles(status.EffectiveRublesPerMillionTokens),
            RunsOut(family, view),
        ]);

    /// <summary>Gets the columns that a page and a file share; <see cref="Figures"/> are their cells.</summary>
    private static IEnumerable<DataColumn> Columns(PageText text) =>
        [
            new("family", text.FamilyColumn, CellKind.Text),
            new("bought", text.BoughtColumn, CellKind.Day) { IsMinor = true },
            new("expires", text.ExpiresColumn, CellKind.Day) { IsMinor = true },
            new("tokens", text.PackageSizeColumn, CellKind.Count) { IsMinor = true },
            new("used", text.UsedColumn, CellKind.Share),
            new("remaining", text.RemainingColumn, CellKind.Count),
            new("expiring", text.ExpiringColumn, CellKind.Count) { IsMinor = true },
        ];

    /// <summary>Gets the cells of <see cref="Columns"/>.</summary>
    private static IEnumerable<object?> Figures(
        TokenPackageFamilyStatus family,
        TokenPackageStatus status,
        PageView view
    ) =>
        [
            family.Family,
            DayOf(status.Package.BoughtAt, view),
            status.Package.ExpiresAt is { } expires ? DayOf(expires, view) : null,
            status.Package.Tokens,
            Ratio.Of(status.UsedTokens, status.Package.Tokens),
            status.RemainingTokens,
            status.ExpiredTokens + status.WillExpireUnusedTokens,
        ];

    private static string RunsOut(TokenPackageFamilyStatus family, PageView view)
    {
        if (family.RunsOutOn is not { } day)
            return view.Text.NeverRunsOut;
        return family is { RunsOutEarliest: { } earliest, RunsOutLatest: { } latest } && earliest != latest
            ? $"{view.Format.Day(day)} ({view.Format.ShortDay(earliest)} – {view.Format.ShortDay(latest)})"
            : view.Format.Day(day);
    }

    private static DateOnly DayOf(DateTimeOffset moment, PageView view) =>
        DateOnly.FromDateTime(view.Local(moment).DateTime);
}
