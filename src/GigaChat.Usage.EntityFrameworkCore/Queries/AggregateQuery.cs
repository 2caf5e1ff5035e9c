using GigaChat.Usage.Storage;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// Computes the sums by groups in one statement: whole days and hours from rollups, the edges of the period from
/// records.
/// </summary>
/// <param name="session">The transaction.</param>
/// <param name="filter">The filter, fitted.</param>
/// <param name="grouping">The grouping, fitted.</param>
/// <param name="users">The sums of users that are kept in memory.</param>
internal sealed class AggregateQuery(UsageSession session, UsageFilter filter, UsageGrouping grouping, UserTotals users)
{
    private const int MostRanked = 100;

    public async Task<IReadOnlyList<UsageGroup>> ReadAsync()
    {
        var stored = await UsageStored.ReadAsync(session).ConfigureAwait(false);
        if (grouping.TagKey is not null || filter.Tags is not null)
            stored = await TagDays.ReadAsync(stored, session, filter, grouping).ConfigureAwait(false);
        var plan = new UsagePlan(session, filter, grouping, stored.FamilyFor(filter, grouping), stored);
        if (plan.IsEmpty)
            return grouping.IsOneGroup ? [Nothing()] : [];

        var search = await TextSearch.PlanAsync(session, filter).ConfigureAwait(false);
        plan = new UsagePlan(session, filter, grouping, stored.FamilyFor(filter, grouping), stored) { Search = search };
        if (RanksUsers)
            plan.Users = await KeptRankAsync(plan, stored.State).ConfigureAwait(false)
                ?? await RankAsync(plan).ConfigureAwait(false);
        var groups = AddsUpHere(plan)
            ? await AddUpAsync(plan).ConfigureAwait(false)
            : await SumAsync(plan).ConfigureAwait(false);
        if (grouping.WithUsers)
            groups = await UserCounts.InAsync(groups, session, filter, grouping, stored, search).ConfigureAwait(false);
        if (grouping.WithLatency)
            groups = await LatencyQuery
                .InAsync(groups, session, filter, grouping, stored, search)
                .ConfigureAwait(false);
        return groups;
    }

    /// <summary>
    /// <c>true</c> if the first users are found by their tokens alone, before the other sums are computed for these
    /// few; otherwise, <c>false</c>.
    /// </summary>
    private bool RanksUsers =>
        grouping is { By: UsageDimensions.User, TagKey: null, Top: <= MostRanked }
        && filter is { UserId: null, Without: UsageDimensions.None };

    private UsageGroup Nothing() =>
        new()
        {
            Users = grouping.WithUsers ? 0 : null,
            Duration = grouping.WithLatency ? UsageHistogram.Empty : null,
            TimeToFirstToken = grouping.WithLatency ? UsageHistogram.Empty : null,
        };

    /// <summary>Gets the ids of the first users by the kept sums; null if these are not enough.</summary>
    private async Task<string[]?> KeptRankAsync(UsagePlan plan, RollupState state) =>
        plan.Family is { Day: RollupKind.DayUser } && filter.Among is null
            ? await new UserRanking(session, plan, users.Since(state.Stamp))
                .FirstAsync(grouping.Top!.Value)
                .ConfigureAwait(false)
            : null;

    /// <summary>Gets the ids of the first users, empty for records without one.</summary>
    private async Task<string[]> RankAsync(UsagePlan plan)
    {
        var sql = session.Sql();
        sql.Add($"SELECT {plan.Keys.Prefix()}{sql.Dialect.Sum($"u.sum_total")} AS sum_total FROM (");
        plan.AddBranches(sql, _ => $"{sql.Dialect.Sum($"r.total_tokens")} AS sum_total");
        sql.Add(
            $") u{plan.Keys.GroupBy($"u")} ORDER BY sum_total DESC{plan.Keys.OrderBy()} LIMIT {grouping.Top!.Value}"
        );
        return [.. await session.ReadAsync(sql, reader => reader.GetString(0)).ConfigureAwait(false)];
    }

    /// <summary>Gets <c>true</c> if groups of the records that an index finds are added up here; otherwise, <c>false</c>:
    /// a database adds up many records faster than they are read.</summary>
    private bool AddsUpHere(UsagePlan plan) =>
        session.Dialect.GroupsBySorting
        && !grouping.IsOneGroup
        && grouping.TagKey is null
        && (filter.UserId ?? filter.AccessToken ?? filter.GenerationId) is not null
        && plan.Spans.TrueForAll(static span => span.Level == UsageLevel.Records);

    private async Task<List<UsageGroup>> AddUpAsync(UsagePlan plan)
    {
        var sql = session.Sql();
        AddRows(plan, sql);
        var sums = new Dictionary<GroupValues, RollupSums>();
        await session
            .ReadAsync(sql, reader =>
            {
                var (key, one) = plan.Keys.ReadRow(reader);
                if (sums.TryGetValue(key, out var known))
                    known.Add(one);
                else
                    sums.Add(key with { }, one);
            })
            .ConfigureAwait(false);
        var groups = sums.Select(static sum => sum.Key.ToGroup(sum.Value)).ToList();
        groups.Sort(UsageGroupOrder.Instance);
        return grouping.Top is { } top && top < groups.Count ? groups[..top] : groups;
    }

    private async Task<List<UsageGroup>> SumAsync(UsagePlan plan)
    {
        var sql = session.Sql();
        sql.Add($"SELECT {plan.Keys.Prefix()}{GroupSums.Outer(sql.Dialect)}{plan.Keys.OuterName()} FROM (");
        AddRows(plan, sql);
        sql.Add($") u{plan.Keys.GroupBy($"u")}");
        if (grouping.TagKey is not null)
            sql.Add($" HAVING {sql.Dialect.Sum($"u.sum_records")} <> 0");
        if (!grouping.IsOneGroup)
            sql.Add($" ORDER BY sum_total DESC{plan.Keys.OrderBy()}");
        if (grouping.Top is { } top)
            sql.Add($" LIMIT {top}");
        return await session.ReadAsync(sql, plan.Keys.ReadGroup).ConfigureAwait(false);
    }

    /// <summary>Adds the statement of the rows of all groups.</summary>
    private static void AddRows(UsagePlan plan, UsageSql sql) =>
        plan.AddBranches(
            sql,
            source => $"{GroupSums.Each(source.Level, source.Sign)}{plan.Keys.InnerName(source.Level)}",
            grouped: false
        );
}
