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
    private const string TotalTokens = "sum(total_tokens) AS s_total_tokens";

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
        var order = $" ORDER BY total_tokens DESC{keys} LIMIT {top}";
        if (!hasUser)
            return await ReadAsync(plan, withNames: false, "", order, cancellationToken).ConfigureAwait(false);

        // Which users by one column; then the other sums and the names of those few.
        var found = await database
            .ReadAsync(
                $"SELECT {plan.KeysAnd}sum(s_total_tokens) AS total_tokens FROM ({plan.Parts(TotalTokens, TotalTokens)}){plan.By}{order}",
                reader => GroupColumns.ReadKey(reader, grouping, out _),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (found.Count == 0)
            return found;
        var users = found.Select(group => group.UserId ?? "").Distinct(StringComparer.Ordinal);
        var groups = await ReadAsync(
                plan,
                withNames: true,
                $" AND {SqlText.In("user_id", users)}",
                "",
                cancellationToken
            )
            .ConfigureAwait(false);
        var wanted = found.ToHashSet();
        return groups.FindAll(group => wanted.Contains(group.Key()));
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
        var sql =
            plan.HasOnePart && !withNames && order.Length == 0
                ? parts
                : $"SELECT {plan.KeysAnd}{GroupColumns.OuterSums}{(withNames ? GroupColumns.OuterName : "")} FROM ({parts}){plan.By}{order}";
        return database.ReadAsync(sql, reader => GroupColumns.Read(reader, grouping, withNames), cancellationToken);
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
