using GigaChat.Usage.EntityFrameworkCore;

namespace GigaChat.Usage.Sqlite;

/// <summary>
/// Writes rows one by one with a prepared statement: within one transaction the fastest way in SQLite.
/// </summary>
internal static class SqliteWrites
{
    private static readonly SqlText[] RollupKeys = RollupColumns.AllKeys;

    private static readonly SqlText[] TagKeys = TagColumns.AllKeys;

    private static readonly SqlText[] LatencyKeys = LatencyKey.AllColumns;

    public static long[] InsertTexts(UsageSession session, IReadOnlyList<string> folded)
    {
        var ids = new long[folded.Count];
        using var insert = new SqliteStatement(
            session,
            $"INSERT INTO {session.Tables.Texts} (folded) VALUES ({SqliteStatement.Parameter(1)}) RETURNING id"
        );
        for (var i = 0; i < ids.Length; i++)
        {
            session.Ct.ThrowIfCancellationRequested();
            ids[i] = insert.Bind(folded[i]).ExecuteScalar();
        }

        return ids;
    }

    public static IReadOnlyList<UsageRecord> InsertRecords(
        UsageSession session,
        IReadOnlyList<UsageRecord> records,
        IReadOnlyList<long?> textIds
    )
    {
        var inserted = new List<UsageRecord>(records.Count);
        using var insert = new SqliteStatement(
            session,
            $"INSERT INTO {session.Tables.Records} ({UsageRecordColumns.List()}) VALUES ({SqliteStatement.Parameters(UsageRecordColumns.Names.Count)}) ON CONFLICT (id) DO NOTHING"
        );
        for (var i = 0; i < records.Count; i++)
        {
            session.Ct.ThrowIfCancellationRequested();
            Bind(insert, records[i], textIds[i]).Execute();
            if (insert.Changes > 0)
                inserted.Add(records[i]);
        }

        return inserted;
    }

    public static void AddToRollups(UsageSession session, IReadOnlyList<KeyValuePair<RollupKey, RollupSums>> additions)
    {
        var keys = RollupKeys.Length;
        var stamp = SqliteStatement.Parameter(keys + SumColumns.All.Length + 1);
        using var rows = new AddedRows(
            session,
            session.Tables.Rollups,
            RollupKeys,
            [.. SumColumns.All, $"name_stamp"],
            [.. Sums(keys), $"CASE WHEN {stamp} > name_stamp THEN {stamp} ELSE name_stamp END"]
        );
        foreach (var (key, sums) in additions)
            rows.Add(row => Bind(Bind(row, key), sums).Bind(sums.NameStamp));
    }

    public static void AddToTagRollups(
        UsageSession session,
        IReadOnlyList<KeyValuePair<TagRollupKey, RollupSums>> additions
    )
    {
        using var rows = new AddedRows(
            session,
            session.Tables.TagRollups,
            TagKeys,
            SumColumns.All,
            Sums(TagKeys.Length)
        );
        foreach (var (key, sums) in additions)
            rows.Add(row => Bind(Bind(row, key), sums));
    }

    public static async Task<IReadOnlyList<LatencyAddition>> AddToLatencyAsync(
        UsageSession session,
        IReadOnlyList<LatencyAddition> additions
    )
    {
        // Concatenation gives a text of the same bytes, which the cast turns back.
        var added = SqliteStatement.Parameter(LatencyKeys.Length + 1);
        using (
            var rows = new AddedRows(
                session,
                session.Tables.Latency,
                LatencyKeys,
                [$"histograms", $"compact_at"],
                [$"CAST(histograms || {added} AS BLOB)"]
            )
        )
        {
            foreach (var addition in additions)
                rows.Add(row => Bind(row, addition.Key).Bind(addition.Histograms), addition.CompactAt);
        }

        // Rows of other writers cannot be long: each writer compacts its own within its transaction.
        var buckets = additions.Select(static addition => (addition.Key.Kind, addition.Key.Bucket)).Distinct();
        var sql = session.Sql().Add($"SELECT {LatencyKey.Columns}, histograms FROM {session.Tables.Latency}");
        sql.Add($" WHERE (kind, bucket) IN (VALUES {SqlText.List(buckets.Select(Row))})");
        sql.Add($" AND length(histograms) > compact_at");
        return await session
            .ReadAsync(sql, reader => LatencyMaintenance.Read(reader, session.Dialect))
            .ConfigureAwait(false);

        static SqlText Row((RollupKind Kind, long Bucket) bucket) =>
            $"({SqlText.Number((short)bucket.Kind)}, {SqlText.Number(bucket.Bucket)})";
    }

    /// <summary>Gets the expressions that add the sums that are bound behind the keys.</summary>
    private static SqlText[] Sums(int keys) =>
        [.. SumColumns.All.Select(SqlText (column, i) => $"{column} + {SqliteStatement.Parameter(keys + i + 1)}")];

    private static SqliteStatement Bind(SqliteStatement to, UsageRecord record, long? textId) =>
        to.Bind(record.Id)
            .Bind(UnixMicroseconds.Of(record.CreatedAt))
            .Bind(record.Operation.Value)
            .Bind(record.Model)
            .Bind(record.ModelVersion)
            .Bind(record.UserId)
            .Bind(record.UserName)
            .Bind(record.AccessToken)
            .Bind(record.AccessTokenType)
            .Bind(record.GenerationId)
            .Bind(record.Topic)
            .Bind(record.Platform)
            .Bind(record.SessionId)
            .Bind(record.RequestId)
            .Bind(record.PromptTokens)
            .Bind(record.CompletionTokens)
            .Bind(record.CachedPromptTokens)
            .Bind(record.TotalTokens)
            .Bind((long)record.Source)
            .Bind((long)record.Outcome)
            .Bind(record.PromptLength)
            .Bind(record.ResponseLength)
            .Bind(UsageRecordColumns.Microseconds(record.Duration))
            .Bind(record.TimeToFirstToken is { } first ? UsageRecordColumns.Microseconds(first) : (long?)null)
            .Bind(record.StatusCode)
            .Bind(record.FinishReason)
            .Bind(record.IsBatch ? 1 : 0)
            .Bind(record.Attempt)
            .Bind(record.FirstAttemptId)
            .Bind(record.ReasoningTokens)
            .Bind(textId)
            .Bind(UsageRecordColumns.TextOf(record.Tags));

    private static SqliteStatement Bind(SqliteStatement to, RollupKey key) =>
        to.Bind((long)key.Kind)
            .Bind(key.Bucket)
            .Bind(key.UserId)
            .Bind(key.AccessToken)
            .Bind(key.Operation)
            .Bind(key.Model)
            .Bind(key.AccessTokenType)
            .Bind(key.Platform)
            .Bind((long)key.Source)
            .Bind((long)key.Outcome)
            .Bind(key.IsBatch ? 1 : 0);

    private static SqliteStatement Bind(SqliteStatement to, TagRollupKey key) =>
        to.Bind((long)key.Kind)
            .Bind(key.Bucket)
            .Bind(key.TagKey)
            .Bind(key.TagValue)
            .Bind(key.Operation)
            .Bind(key.Model)
            .Bind((long)key.Source)
            .Bind(key.IsBatch ? 1 : 0);

    private static SqliteStatement Bind(SqliteStatement to, LatencyKey key) =>
        to.Bind((long)key.Kind).Bind(key.Bucket).Bind(key.Operation).Bind(key.Model).Bind(key.Platform);

    private static SqliteStatement Bind(SqliteStatement to, RollupSums sums) =>
        to.Bind(sums.Count)
            .Bind(sums.Calls)
            .Bind(sums.PromptTokens)
            .Bind(sums.CompletionTokens)
            .Bind(sums.CachedPromptTokens)
            .Bind(sums.TotalTokens)
            .Bind(sums.EstimatedTokens);

    /// <summary>
    /// Rows of a table that are added to those with the same key. Most exist: an UPDATE and, where it finds none, an
    /// INSERT need no statement journal, which SQLite keeps for each row that ON CONFLICT DO UPDATE meets.
    /// </summary>
    private sealed class AddedRows(
        UsageSession session,
        SqlText table,
        SqlText[] keys,
        SqlText[] values,
        SqlText[] additions
    ) : IDisposable
    {
        private readonly SqliteStatement _update = new(
            session,
            $"UPDATE {table} SET {SqlText.List(Pairs(values, additions))} WHERE {SqlText.All(Pairs(keys, [.. keys.Select((_, i) => SqliteStatement.Parameter(i + 1))]))}"
        );

        private readonly SqliteStatement _insert = new(
            session,
            $"INSERT INTO {table} ({SqlText.List([.. keys, .. values])}) VALUES ({SqliteStatement.Parameters(keys.Length + values.Length)})"
        );

        /// <summary>Adds a row.</summary>
        /// <param name="bind">Binds its keys and the values that are added.</param>
        /// <param name="last">The value of a new row that is not added to one; null without one.</param>
        public void Add(Func<SqliteStatement, SqliteStatement> bind, long? last = null)
        {
            session.Ct.ThrowIfCancellationRequested();
            bind(_update).Execute();
            if (_update.Changes > 0)
                return;
            bind(_insert);
            if (last is not null)
                _insert.Bind(last);
            _insert.Execute();
        }

        public void Dispose()
        {
            _update.Dispose();
            _insert.Dispose();
        }

        private static IEnumerable<SqlText> Pairs(SqlText[] columns, SqlText[] expressions) =>
            columns.Zip(expressions, SqlText (column, expression) => $"{column} = {expression}");
    }
}
