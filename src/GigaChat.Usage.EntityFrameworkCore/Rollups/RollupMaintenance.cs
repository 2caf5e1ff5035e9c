using System.Data.Common;

namespace GigaChat.Usage;

/// <summary>Makes rollups anew, and checks them, by reading every record once in the order of time.</summary>
internal static class RollupMaintenance
{
    private const int PageSize = 10_000;
    private const int MaxDifferences = 1_000;
    private const int FlushAt = 100_000;

    public static async Task<bool> RebuildAsync(UsageSession session, TimeZoneInfo zone)
    {
        await session.Dialect.LockRollupsAsync(session, exclusive: true).ConfigureAwait(false);
        await session.WriteSettingAsync(UsageSetting.ReportTimeZone, zone.Id, overwrite: true).ConfigureAwait(false);
        await session.ExecuteAsync($"DELETE FROM {session.Tables.Rollups}").ConfigureAwait(false);

        var deltas = new RollupDeltas(new LocalDays(zone));
        await foreach (var page in PagesAsync(session).ConfigureAwait(false))
        {
            page.ForEach(deltas.Add);
            if (deltas.Count > FlushAt)
                await FlushAsync().ConfigureAwait(false);
        }

        await FlushAsync().ConfigureAwait(false);
        return true;

        async Task FlushAsync()
        {
            await session.Dialect.AddToRollupsAsync(session, deltas.Sorted()).ConfigureAwait(false);
            deltas.Clear();
        }
    }

    public static async Task<IReadOnlyList<UsageRollupDifference>> CheckAsync(UsageSession session)
    {
        var id = await session.ReadSettingAsync(UsageSetting.ReportTimeZone).ConfigureAwait(false);
        var expected = new RollupDeltas(new LocalDays((id is null ? null : ReportZone.Find(id)) ?? ReportTimeZone.Default));
        await foreach (var page in PagesAsync(session).ConfigureAwait(false))
            page.ForEach(expected.Add);

        var differences = new List<UsageRollupDifference>();
        var sql = session.Sql().Add($"SELECT {RollupColumns.Keys}, {RollupColumns.Sums} FROM {session.Tables.Rollups}");
        await session.ReadAsync(sql, reader =>
        {
            var (key, stored) = Read(reader, session.Dialect);
            Compare(key, stored, expected.Take(key) ?? new RollupSums());
        }).ConfigureAwait(false);
        foreach (var (key, sums) in expected.Sorted())
            Compare(key, new RollupSums(), sums);
        return differences;

        void Compare(RollupKey key, RollupSums stored, RollupSums wanted)
        {
            if (stored != wanted && differences.Count < MaxDifferences)
                differences.Add(new UsageRollupDifference(key.Kind.ToString(), UnixMicroseconds.ToTime(key.Bucket), Group(key, stored), Group(key, wanted)));
        }
    }

    private static async IAsyncEnumerable<List<UsageRecord>> PagesAsync(UsageSession session)
    {
        for (UsageRecord? last = null; ;)
        {
            var sql = session.Sql();
            sql.Add($"SELECT {UsageRecordColumns.List("r")} FROM {session.Tables.Records} r");
            if (last is not null)
                sql.Add($" WHERE (r.created_at, r.id) > ({sql.Time(UnixMicroseconds.Of(last.CreatedAt))}, {sql.Value(session.Dialect.IdValue(last.Id))})");
            sql.Add($" ORDER BY r.created_at, r.id LIMIT {PageSize}");
            var page = await session.ReadAsync(sql, reader => UsageRecordColumns.Read(reader, session.Dialect)).ConfigureAwait(false);
            if (page.Count == 0)
                yield break;
            yield return page;
            last = page[^1];
        }
    }

    private static (RollupKey Key, RollupSums Sums) Read(DbDataReader reader, UsageDialect dialect) => (
        new RollupKey(
            (RollupKind)reader.GetInt16(0),
            dialect.ReadTime(reader, 1),
            reader.GetString(2),
            reader.GetString(3),
            reader.GetString(4),
            reader.GetString(5),
            reader.GetString(6),
            reader.GetString(7),
            (UsageSource)reader.GetInt16(8),
            (UsageOutcome)reader.GetInt16(9),
            reader.GetBoolean(10)),
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
        });

    private static UsageGroup Group(RollupKey key, RollupSums sums) => new()
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
