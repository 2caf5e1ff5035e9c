using GigaChat.Usage.Budgets;
using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage;

/// <summary>
/// Reports the use of prepaid packages, their run-out dates, and the tokens that will expire unused. Safe for
/// concurrent use.
/// </summary>
/// <remarks>
/// A family's usage consumes its packages in time order: of the usable ones the one that expires first. Calls in a
/// batch count with all their tokens.
/// </remarks>
public sealed class GigaChatTokenPackages
{
    private readonly GigaChatTokenUsage _usage;
    private readonly TokenPackage[] _packages;

    /// <summary>Initializes a new instance of the <see cref="GigaChatTokenPackages"/> class.</summary>
    /// <param name="usage">The service that queries the usage; its price book defines the families.</param>
    /// <param name="packages">The packages, in any order.</param>
    /// <exception cref="ArgumentException">A package is not valid; see <see cref="TokenPackage.Validate"/>.</exception>
    public GigaChatTokenPackages(GigaChatTokenUsage usage, IEnumerable<TokenPackage> packages)
    {
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentNullException.ThrowIfNull(packages);
        _usage = usage;
        _packages = [.. packages];
        foreach (var package in _packages)
            package.Validate();
    }

    /// <summary>Gets the packages by family.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public async Task<IReadOnlyList<TokenPackageFamilyStatus>> GetStatusAsync(
        CancellationToken cancellationToken = default
    )
    {
        if (_packages.Length == 0)
            return [];
        var now = _usage.Now;
        var families = _packages
            .GroupBy(package => _usage.Prices.PrepaidFamilyOf(package.Family), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(family => family.Key, family => new PackageBurn(family), StringComparer.OrdinalIgnoreCase);
        await BurnAsync(families, now, cancellationToken).ConfigureAwait(false);

        var today = ReportDays.DayOf(now, _usage.TimeZone);
        var from = ReportDays.StartOf(today.AddDays(-OutlookQuery.HistoryDays), _usage.TimeZone);
        var days = await _usage
            .AggregateAsync(
                new UsageFilter { From = from, To = ReportDays.StartOf(today, _usage.TimeZone) },
                UsageDimensions.Day | UsageDimensions.Model,
                cancellationToken
            )
            .ConfigureAwait(false);
        return
        [
            .. families
                .Select(family =>
                    new PackagePace(_usage.TimeZone, now, History(family.Key)).StatusOf(family.Key, family.Value)
                )
                .OrderBy(status => status.Family, StringComparer.Ordinal),
        ];

        double[] History(string family)
        {
            var tokens = new double[OutlookQuery.HistoryDays];
            foreach (var day in days.Where(day => IsOf(day.Model, family)))
            {
                var index = day.Day!.Value.DayNumber - today.DayNumber + OutlookQuery.HistoryDays;
                if (index >= 0 && index < tokens.Length)
                    tokens[index] += day.TotalTokens;
            }

            return tokens;
        }
    }

    private async Task BurnAsync(
        Dictionary<string, PackageBurn> families,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        DateTimeOffset[] cuts =
        [
            .. families.Values.SelectMany(static burn => burn.Changes).Where(at => at < now).Distinct().Order(),
        ];
        for (var i = 0; i < cuts.Length; i++)
        {
            // Between two cuts no package starts or expires, so the order of the calls does not matter.
            var end = i + 1 < cuts.Length ? cuts[i + 1] : now.AddTicks(1);
            var groups = await _usage
                .AggregateAsync(new UsageFilter { From = cuts[i], To = end }, UsageDimensions.Model, cancellationToken)
                .ConfigureAwait(false);
            foreach (var (family, burn) in families)
            {
                if (cuts[i] >= burn.Packages.Min(static package => package.BoughtAt))
                    burn.Burn(
                        groups.Where(group => IsOf(group.Model, family)).Sum(static group => group.TotalTokens),
                        cuts[i]
                    );
            }
        }
    }

    private bool IsOf(string? model, string family) =>
        string.Equals(_usage.Prices.PrepaidFamilyOf(model), family, StringComparison.OrdinalIgnoreCase);
}
