using GigaChat.Usage.Storage;

namespace GigaChat.Usage.ClickHouse;

/// <summary>One sum by groups: of rollups for sealed days, of records for the rest of the period.</summary>
internal sealed class AggregateQuery(
    ClickHouseDatabase database,
    SealState state,
    TimeSpan grace,
    UsageFilter filter,
    UsageGrouping grouping
)
{
    public async Task<IReadOnlyList<UsageGroup>> ReadAsync(CancellationToken cancellationToken)
    {
        var plan = new GroupPlan(database.Tables, state, filter, grouping, grace);
        var groups = await ReadSumsAsync(plan, cancellationToken).ConfigureAwait(false);
        if (groups.Count > 0 && grouping.WithUsers)
            groups = await AddUsersAsync(groups, cancellationToken).ConfigureAwait(false);
        if (groups.Count > 0 && grouping.WithLatency)
            groups = await LatencyQuery
                .AddAsync(groups, database, state, grace, filter, grouping, cancellationToken)
                .ConfigureAwait(false);
        groups.Sort(UsageGroupOrder.Instance);
        return groups;
    }

    private async Task<List<UsageGroup>> ReadSumsAsync(GroupPlan plan, CancellationToken cancellationToken)
    {
        if (plan.IsEmpty)
            return grouping.IsOneGroup ? [new UsageGroup()] : [];
        var hasUser = grouping.Has(UsageDimensions.User);
        if (grouping.Top is not { } top)
            return await ReadAsync(plan, hasUser, "", "", cancellationToken).ConfigureAwait(false);

        var keys = plan.Names.Length == 0 ? "" : $", {plan.Names}";
        var groups = await ReadAsync(
                plan,
                withNames: false,
                "",
                $" ORDER BY total_tokens DESC{keys} LIMIT {top}",
                cancellationToken
            )
            .ConfigureAwait(false);
        if (!hasUser || groups.Count == 0)
            return groups;

        // Only then the names of the few users that are returned: to find those of every user is far dearer.
        var users = groups.Select(group => group.UserId ?? "").Distinct(StringComparer.Ordinal);
        var named = await ReadAsync(
                plan,
                withNames: true,
                $" AND {SqlText.In("user_id", users)}",
                "",
                cancellationToken
            )
            .ConfigureAwait(false);
        var names = named.ToDictionary(group => group.Key(), group => group.UserName);
        return groups.ConvertAll(group => group with { UserName = names.GetValueOrDefault(group.Key()) });
    }

    private Task<List<UsageGroup>> ReadAsync(
        GroupPlan plan,
        bool withNames,
        string condition,
        string order,
        CancellationToken cancellationToken
    )
    {
        var parts = plan.Parts(
            GroupColumns.RollupSums + (withNames ? GroupColumns.RollupName : ""),
            GroupColumns.RecordSums + (withNames ? GroupColumns.RecordName : ""),
            condition
        );
        return database.ReadAsync(
            $"SELECT {plan.KeysAnd}{GroupColumns.OuterSums}{(withNames ? GroupColumns.OuterName : "")} FROM ({parts}){plan.By}{order}",
            reader => GroupColumns.Read(reader, grouping, withNames),
            cancellationToken
        );
    }

    /// <summary>Counts the different users of each group.</summary>
    private async Task<List<UsageGroup>> AddUsersAsync(List<UsageGroup> groups, CancellationToken cancellationToken)
    {
        if (grouping.Has(UsageDimensions.User))
            return groups.ConvertAll(static group => group with { Users = group.UserId is null ? 0 : 1 });
        const string State = "uniqExactStateIf(user_id, user_id <> '') AS s_users";
        var plan = new GroupPlan(
            database.Tables,
            state,
            filter,
            grouping with
            {
                Top = null,
            },
            grace,
            UsageDimensions.User
        );
        if (plan.IsEmpty)
            return groups.ConvertAll(static group => group with { Users = 0 });
        var counts = new Dictionary<UsageGroup, long>();
        var rows = await database
            .ReadAsync(
                $"SELECT {plan.KeysAnd}toInt64(uniqExactMerge(s_users)) FROM ({plan.Parts(State, State)}){plan.By}",
                reader => (Key: GroupColumns.ReadKey(reader, grouping, out var next), Users: reader.GetInt64(next)),
                cancellationToken
            )
            .ConfigureAwait(false);
        foreach (var (key, users) in rows)
            counts[key] = users;
        return groups.ConvertAll(group => group with { Users = counts.GetValueOrDefault(group.Key()) });
    }
}
