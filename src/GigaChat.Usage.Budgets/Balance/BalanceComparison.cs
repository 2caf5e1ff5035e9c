namespace GigaChat.Usage.Budgets;

/// <summary>
/// Adds up the drained and the recorded tokens, family by family, over the intervals between snapshots. An interval in
/// which the balance rose, for a reason that no package explains, counts on neither side.
/// </summary>
internal sealed class BalanceComparison(
    GigaChatTokenUsage usage,
    IReadOnlyList<BalanceSnapshot> snapshots,
    IReadOnlyList<TokenPackage> packages
)
{
    public async Task<IReadOnlyList<BalanceFamily>> CompareAsync(CancellationToken cancellationToken)
    {
        var names = snapshots
            .SelectMany(static snapshot => snapshot.Tokens.Keys)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)
            .ToList();
        var result = new List<BalanceFamily>();
        foreach (var name in names)
        {
            if (await CompareAsync(name, cancellationToken).ConfigureAwait(false) is { } family)
                result.Add(family);
        }

        return result;
    }

    private async Task<BalanceFamily?> CompareAsync(string name, CancellationToken cancellationToken)
    {
        BalanceSnapshot[] seen = [.. snapshots.Where(snapshot => snapshot.Tokens.ContainsKey(name))];
        if (seen.Length < 2)
            return null;
        TokenPackage[] own = [.. packages.Where(package => IsOf(package.Family, name))];
        var (drained, recorded, rose, changed) = (0m, default(BalanceRecords), false, false);
        for (var first = 0; first < seen.Length - 1; )
        {
            // While the balance only falls, and no package is bought or expires, one query is enough.
            var last = first;
            while (last + 1 < seen.Length && Fall(last) >= 0 && !Changes(last).Any)
                last++;
            var (bought, expired) = (0m, 0m);
            if (last == first)
            {
                (bought, expired, _) = Changes(first);
                changed |= bought + expired > 0;
                rose |= Fall(first) < 0;
                if (Fall(first) + bought < 0)
                {
                    first++;
                    continue;
                }

                last++;
            }

            var records = await RecordsAsync(name, seen[first].At, seen[last].At, cancellationToken)
                .ConfigureAwait(false);
            recorded = recorded.Plus(records);
            drained += Drained(seen[first].Tokens[name] - seen[last].Tokens[name], bought, expired, records.Tokens);
            first = last;
        }

        return new BalanceFamily
        {
            Family = name,
            DrainedTokens = drained,
            RecordedTokens = recorded.Tokens,
            EstimatedTokens = recorded.EstimatedTokens,
            UncertainRequests = recorded.UncertainRequests,
            UncertainTokens = recorded.UncertainTokens,
            WasToppedUp = rose,
            HasPackageChange = changed,
        };

        decimal Fall(int index) => seen[index].Tokens[name] - seen[index + 1].Tokens[name];

        (decimal Bought, decimal Expired, bool Any) Changes(int index)
        {
            var bought = own.Where(package => IsBetween(package.BoughtAt, index))
                .Sum(static package => (decimal)package.Tokens);
            var expired = own.Where(package => package.ExpiresAt is { } at && IsBetween(at, index))
                .Sum(static package => (decimal)package.Tokens);
            return (bought, expired, bought + expired > 0);
        }

        bool IsBetween(DateTimeOffset at, int index) => at > seen[index].At && at <= seen[index + 1].At;
    }

    /// <summary>
    /// Gets the tokens that calls used where packages were bought or expired. They are not known exactly: no response
    /// reports the remainder of an expired package, and a purchase may appear in the balance later than it was entered.
    /// The recorded tokens count as far as the packages allow.
    /// </summary>
    private static decimal Drained(decimal fall, decimal bought, decimal expired, long recorded) =>
        bought + expired == 0 ? fall : Math.Clamp(recorded, Math.Max(0m, fall - expired), Math.Max(0m, fall + bought));

    private async Task<BalanceRecords> RecordsAsync(
        string name,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        var groups = await usage
            .AggregateAsync(
                new UsageFilter { From = from, To = to },
                UsageDimensions.Model | UsageDimensions.Source | UsageDimensions.Outcome,
                cancellationToken
            )
            .ConfigureAwait(false);
        return groups
            .Where(group => IsOf(group.Model, name))
            .Aggregate(default(BalanceRecords), static (sum, group) => sum.Plus(group));
    }

    private bool IsOf(string? model, string family) =>
        string.Equals(
            usage.Prices.PrepaidFamilyOf(model),
            usage.Prices.PrepaidFamilyOf(family),
            StringComparison.OrdinalIgnoreCase
        );
}
