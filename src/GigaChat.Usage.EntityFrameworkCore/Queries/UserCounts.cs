namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Counts the different users of each group, from the same rollups by user that list them.</summary>
internal static class UserCounts
{
    /// <summary>Sets <see cref="UsageGroup.Users"/> of groups.</summary>
    public static async Task<List<UsageGroup>> InAsync(
        List<UsageGroup> groups,
        UsageSession session,
        UsageFilter filter,
        UsageGrouping grouping,
        UsageStored stored,
        TextSearch? search
    )
    {
        if (grouping.Has(UsageDimensions.User))
            return groups.ConvertAll(static group => group with { Users = group.UserId is null ? 0 : 1 });

        var byUser = grouping with { By = grouping.By | UsageDimensions.User };
        var plan = new UsagePlan(session, filter, byUser, stored.FamilyFor(filter, byUser), stored) { Search = search };
        var keys = new GroupKeys(grouping, session.Dialect);
        var sql = session.Sql();
        sql.Add($"SELECT {keys.Prefix()}COUNT(DISTINCT u.key_user_id) FROM (");
        if (!plan.AddBranches(sql, static _ => $"1 AS one"))
            return groups.ConvertAll(static group => group with { Users = 0 });
        sql.Add($") u WHERE u.key_user_id <> ''{keys.GroupBy($"u")}");
        var counts = new Dictionary<UsageGroup, long>();
        await session
            .ReadAsync(sql, reader =>
            {
                var key = keys.Read(reader, out var next);
                counts[key] = reader.GetInt64(next);
            })
            .ConfigureAwait(false);
        return groups.ConvertAll(group => group with { Users = counts.GetValueOrDefault(group.Key()) });
    }
}
