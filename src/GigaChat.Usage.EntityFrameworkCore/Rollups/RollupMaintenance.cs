using System.Data.Common;
using GigaChat.Usage.DependencyInjection;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Rebuilds and checks rollups by reading every record once in the order of time.</summary>
internal static class RollupMaintenance
{
    private const int PageSize = 10_000;
    private const int MaxDifferences = 1_000;
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

    public static async Task<IReadOnlyList<UsageRollupDifference>> CheckAsync(UsageSession session)
    {
        var state = await RollupState.ReadAsync(session).ConfigureAwait(false);
        var expected = new RollupDeltas(new LocalDays(state.Zone ?? ReportTimeZone.Default));
        var expectedLatency = new LatencyDeltas(new LocalDays(state.Zone ?? ReportTimeZone.Default));
        var expectedTags = new TagDeltas(new LocalDays(state.Zone ?? ReportTimeZone.Default));
        await foreach (var page in PagesAsync(session).ConfigureAwait(false))
        {
            page.ForEach(expected.Add);
            page.ForEach(expectedLatency.Add);
            page.ForEach(expectedTags.Add);
        }

        var differences = new List<UsageRollupDifference>();
        var sql = session.Sql().Add($"SELECT {RollupColumns.Keys}, {RollupColumns.Sums} FROM {session.Tables.Rollups}");
        await session
            .ReadAsync(sql, reader =>
            {
                var (key, stored) = Read(reader, session.Dialect);
                if (key.IsCovered(state))
                    Compare(key, stored, expected.Take(key) ?? new RollupSums());
            })
            .ConfigureAwait(false);
        foreach (var (key, sums) in expected.Sorted(state))
            Compare(key, new RollupSums(), sums);
        await LatencyMaintenance.CheckAsync(session, state, expectedLatency, Report).ConfigureAwait(false);
        await TagMaintenance.CheckAsync(session, state, expectedTags, Report).ConfigureAwait(false);
        return differences;

        void Compare(RollupKey key, RollupSums stored, RollupSums wanted)
        {
            if (stored != wanted)
                Report(
                    new UsageRollupDifference(
                        key.Kind.ToString(),
                        UnixMicroseconds.ToTime(key.Bucket),
                        Group(key, stored),
                        Group(key, wanted)
                    )
                );
        }

        void Report(UsageRollupDifference difference)
        {
            if (differences.Count < MaxDifferences)
                differences.Add(difference);
        }
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

    private static async IAsyncEnumerable<List<UsageRecord>> PagesAsync(UsageSession session)
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

    private static (RollupKey Key, RollupSums Sums) Read(DbDataReader reader, UsageDialect dialect) =>
        (
            new RollupKey(
                (RollupKind)reader.GetInt16(0),
                dialect.ReadTime(reader, 1),
                UserId: reader.GetString(2),
                AccessToken: reader.GetString(3),
                Operation: reader.GetString(4),
                Model: reader.GetString(5),
                AccessTokenType: reader.GetString(6),
                Platform: reader.GetString(7),
                Source: (UsageSource)reader.GetInt16(8),
                Outcome: (UsageOutcome)reader.GetInt16(9),
                IsBatch: reader.GetBoolean(10)
            ),
            new RollupSums
            {
                Count = reader.GetInt64(11),
                Calls = reader.GetInt64(12),
                PromptTokens = reader.GetInt64(13),
                CompletionTokens = reader.GetInt64(14),
                CachedPromptTokens = reader.GetInt64(15),
                TotalTokens = reader.GetInt64(16),
                EstimatedTokens = reader.GetInt64(17),
                NameStamp = reader.GetString(18),
            }
        );

    private static UsageGroup Group(RollupKey key, RollupSums sums) =>
        new()
        {
            Operation = key.Operation.Length == 0 ? (UsageOperation?)null : new UsageOperation(key.Operation),
            Model = NullIfEmpty(key.Model),
            UserId = NullIfEmpty(key.UserId),
            UserName = NameStamp.NameIn(sums.NameStamp),
            AccessToken = NullIfEmpty(key.AccessToken),
            AccessTokenType = NullIfEmpty(key.AccessTokenType),
            Platform = NullIfEmpty(key.Platform),
            Source = key.Source,
            Outcome = key.Outcome,
            IsBatch = key.IsBatch,
            Count = sums.Count,
            Calls = sums.Calls,
            PromptTokens = sums.PromptTokens,
            CompletionTokens = sums.CompletionTokens,
            CachedPromptTokens = sums.CachedPromptTokens,
            TotalTokens = sums.TotalTokens,
            EstimatedTokens = sums.EstimatedTokens,
        };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
