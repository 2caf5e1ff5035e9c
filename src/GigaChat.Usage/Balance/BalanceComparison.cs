namespace GigaChat.Usage;

/// <summary>Adds up what the provider took and what was recorded, family by family, over the snapshots' intervals in which the balance did not rise.</summary>
internal sealed class BalanceComparison(GigaChatTokenUsage usage, IReadOnlyList<BalanceSnapshot> snapshots)
{
    public async Task<IReadOnlyList<BalanceFamily>> CompareAsync(CancellationToken ct)
    {
        var names = snapshots.SelectMany(static snapshot => snapshot.Tokens.Keys).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).ToList();
        var result = new List<BalanceFamily>();
        foreach (var name in names)
        {
            if (await CompareAsync(name, ct).ConfigureAwait(false) is { } family)
                result.Add(family);
        }

        return result;
    }

    private async Task<BalanceFamily?> CompareAsync(string name, CancellationToken ct)
    {
        BalanceSnapshot[] seen = [.. snapshots.Where(snapshot => snapshot.Tokens.ContainsKey(name))];
        if (seen.Length < 2)
            return null;
        var (drained, recorded, estimated, rose) = (0m, 0L, 0L, false);
        for (var first = 0; first < seen.Length - 1;)
        {
            // As far as the balance only falls, one question does.
            var last = first;
            while (last + 1 < seen.Length && seen[last + 1].Tokens[name] <= seen[last].Tokens[name])
                last++;
            if (last == first)
            {
                rose = true;
                first++;
                continue;
            }

            var groups = await usage.AggregateAsync(
                new UsageFilter { StartDate = seen[first].At, EndDate = seen[last].At.AddTicks(-1) }, UsageDimensions.Model, ct).ConfigureAwait(false);
            foreach (var group in groups.Where(group => string.Equals(ModelName.FamilyOf(group.Model), ModelName.FamilyOf(name), StringComparison.OrdinalIgnoreCase)))
            {
                recorded += group.TotalTokens;
                estimated += group.EstimatedTokens;
            }

            drained += seen[first].Tokens[name] - seen[last].Tokens[name];
            first = last;
        }

        return new BalanceFamily { Family = name, DrainedTokens = drained, RecordedTokens = recorded, EstimatedTokens = estimated, WasToppedUp = rose };
    }
}
