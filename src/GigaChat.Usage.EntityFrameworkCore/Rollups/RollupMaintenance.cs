using GigaChat.Usage.DependencyInjection;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Rebuilds rollups by reading every record once in the order of time.</summary>
internal static class RollupMaintenance
{
    private const int PageSize = 10_000;
    private const int FlushAt = 100_000;

    /// <summary>Builds the rollups from the existing records, unless they were built before.</summary>
    /// <returns>The time zone of daily rollups.</returns>
    public static async Task<TimeZoneInfo> BuildIfMissingAsync(UsageSession session, TimeZoneInfo zone, TagNames tags)
    {
        await session.Dialect.LockRollupsAsync(session, exclusive: true).ConfigureAwait(false);
        var state = await RollupState.ReadAsync(session).ConfigureAwait(false);
        if (state.Zone is null)
            return await RebuildAsync(session, zone, tags).ConfigureAwait(false);
        if (!state.HasLatency)
            await BuildLatencyAsync(session, state.Zone).ConfigureAwait(false);
        return state.Zone;
    }

    public static async Task<TimeZoneInfo> RebuildAsync(UsageSession session, TimeZoneInfo zone, TagNames tags)
    {
        await session.Dialect.LockRollupsAsync(session, exclusive: true).ConfigureAwait(false);
        var state = await RollupState.ReadAsync(session).ConfigureAwait(false);
        if (state is { RecordsFrom: { } from, Zone: { } old } && !old.HasSameRules(zone))
        {
            throw new UsageStoreException(
                $"Rollups cannot be kept by days of '{zone.Id}': records before {UnixMicroseconds.ToTime(from):O} were deleted, and their days are those of '{old.Id}'."
            );
        }

        await session.WriteSettingAsync(UsageSetting.ReportTimeZone, zone.Id).ConfigureAwait(false);
        await SharedTexts.StampAsync(session).ConfigureAwait(false);
        await DeleteAsync(session, RollupFamily.Hours, state.FirstHour).ConfigureAwait(false);
        await DeleteAsync(session, RollupFamily.Days, state.FirstDay).ConfigureAwait(false);
        await DeleteAsync(session, RollupFamily.Weeks, state.FirstWeek).ConfigureAwait(false);
        if (state.HasLatency)
            await LatencyMaintenance.DeleteAsync(session, state).ConfigureAwait(false);
        await TagMaintenance.DeleteAsync(session, state).ConfigureAwait(false);
        tags.Clear();

        var deltas = new RollupDeltas(new LocalDays(zone));
        var latency = new LatencyDeltas(new LocalDays(zone));
        var tagDeltas = new TagDeltas(new LocalDays(zone));
        await foreach (var page in PagesAsync(session).ConfigureAwait(false))
        {
            page.ForEach(deltas.Add);
            page.ForEach(latency.Add);
            page.ForEach(tagDeltas.Add);
            if (deltas.Count + tagDeltas.Count > FlushAt)
                await FlushAsync().ConfigureAwait(false);
        }

        await FlushAsync().ConfigureAwait(false);
        await LatencyMaintenance.MarkAsync(session).ConfigureAwait(false);
        return zone;

        async Task FlushAsync()
        {
            await session.Dialect.AddToRollupsAsync(session, deltas.Sorted(state)).ConfigureAwait(false);
            deltas.Clear();
            var additions = latency.Sorted();
            if (state.HasLatency)
                additions.RemoveAll(addition => !addition.Key.IsCovered(state));
            await LatencyMaintenance.AddAsync(session, additions).ConfigureAwait(false);
            latency.Clear();
            await TagMaintenance.AddAsync(session, tagDeltas, tags, state).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Builds the histograms from the existing records, which an earlier version has stored without them. Periods with
    /// deleted records have those of the others.
    /// </summary>
    private static async Task BuildLatencyAsync(UsageSession session, TimeZoneInfo zone)
    {
        var latency = new LatencyDeltas(new LocalDays(zone));
        await foreach (var page in PagesAsync(session).ConfigureAwait(false))
        {
            page.ForEach(latency.Add);
            if (latency.Count < FlushAt)
                continue;
            await LatencyMaintenance.AddAsync(session, latency.Sorted()).ConfigureAwait(false);
            latency.Clear();
        }

        await LatencyMaintenance.AddAsync(session, latency.Sorted()).ConfigureAwait(false);
        await LatencyMaintenance.MarkAsync(session).ConfigureAwait(false);
    }

    private static Task<int> DeleteAsync(UsageSession session, IEnumerable<RollupKind> kinds, long from)
    {
        var sql = session.Sql();
        sql.Add(
            $"DELETE FROM {session.Tables.Rollups} WHERE kind IN ({SqlText.List(kinds.Select(static kind => SqlText.Number((short)kind)))})"
        );
        if (from > long.MinValue)
            sql.Add($" AND bucket >= {sql.Time(from)}");
        return session.ExecuteAsync(sql);
    }

    /// <summary>Reads all records in the order of time.</summary>
    public static async IAsyncEnumerable<List<UsageRecord>> PagesAsync(UsageSession session)
    {
        for (UsageRecord? last = null; ; )
        {
            var sql = session.Sql();
            sql.Add($"SELECT {UsageRecordColumns.List($"r")} FROM {session.Tables.Records} r");
            if (last is not null)
                sql.Add(
                    $" WHERE (r.created_at, r.id) > ({sql.Time(UnixMicroseconds.Of(last.CreatedAt))}, {session.Dialect.IdValue(last.Id)})"
                );
            sql.Add($" ORDER BY r.created_at, r.id LIMIT {SqlText.Number(PageSize)}");
            var page = await session
                .ReadAsync(sql, reader => UsageRecordColumns.Read(reader, session.Dialect))
                .ConfigureAwait(false);
            if (page.Count == 0)
                yield break;
            yield return page;
            last = page[^1];
        }
    }
}
