using System.Data.Common;
using System.Text.Json;
using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Data.Sqlite;

namespace GigaChat.Usage.Sqlite;

/// <summary>SQLite: times are whole numbers, ids are bytes, and one transaction writes at a time.</summary>
internal sealed class SqliteDialect(SqliteFile file) : UsageDialect
{
    private static readonly SqlText Hour = SqlText.Number(UnixMicroseconds.Hour);
    private static readonly SqlText Day = SqlText.Number(UnixMicroseconds.Day);

    /// <summary>One transaction writes at a time; the driver would let each of the others block a thread.</summary>
    public override int ConcurrentBudgetWrites => 1;

    public override object TimeValue(long microseconds) => microseconds;

    public override long ReadTime(DbDataReader reader, int ordinal) => reader.GetInt64(ordinal);

    public override object IdValue(Guid id) => id.ToByteArray(bigEndian: true);

    public override Guid ReadId(DbDataReader reader, int ordinal) =>
        new(reader.GetFieldValue<byte[]>(ordinal), bigEndian: true);

    public override SqlText SpansJoin(UsageSql sql, IReadOnlyList<UsageSpan> spans)
    {
        var rows = spans.Select(span =>
            Row(
                span.Day is { } day ? SqlText.Number(day) : SqlText.Null,
                SqlText.Number(span.From),
                SqlText.Number(span.To),
                SqlText.Number(span.Offset)
            )
        );

        // CROSS JOIN keeps the order: each span is one range of an index.
        return $"(SELECT column1 AS day, column2 AS lo, column3 AS hi, column4 AS shift FROM (VALUES {SqlText.List(rows)})) s CROSS JOIN";

        static SqlText Row(SqlText day, SqlText from, SqlText to, SqlText offset) => $"({day},{from},{to},{offset})";
    }

    public override SqlText HourOf(SqlText time) => $"({time} - ({time} % {Hour} + {Hour}) % {Hour})";

    // A day more, because division rounds towards zero and local time may be before 1970.
    public override SqlText LocalHourOf(SqlText time, SqlText offset) => $"(({time} + {offset} + {Day}) / {Hour} % 24)";

    public override SqlText NameStampOf(SqlText time, SqlText name) =>
        $"CASE WHEN {name} IS NULL THEN '' ELSE printf('%016x', {time} + {SqlText.Number(NameStamp.Shift)}) || {name} END";

    // To the millisecond: with whole seconds, leases would end for one process up to a second earlier than for another.
    public override SqlText Clock => $"CAST(ROUND((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER) * 1000";

    public override SqlText TagValueOf(SqlText tags, SqlText key) =>
        $"(SELECT j.value FROM json_each({tags}) j WHERE j.key = {key})";

    public override SqlText Constant(string text) => $"{SqlText.Constant(text)} COLLATE BINARY";

    public override SqlText HasTags(UsageSql sql, SqlText column, UsageTags tags) =>
        SqlText.All(tags.Select(pair => sql.Text($"{TagValueOf(column, sql.Value(pair.Key))} = {pair.Value}")));

    public override SqlText WithTags(UsageSql sql, SqlText column, UsageTags tags) =>
        sql.Text($"json_patch({column}, {UsageRecordColumns.TextOf(tags)!})");

    public override async Task<SqlText> HasIndexedTagAsync(
        UsageSession session,
        UsageSql sql,
        string key,
        string value
    ) =>
        await HasTagIndexAsync(session).ConfigureAwait(false)
            ? sql.Text($"id IN (SELECT id FROM {SqliteTagIndex.Table} WHERE tag_key = {key} AND tag_value = {value})")
            : HasTags(sql, $"tags", UsageTags.Of(key, value));

    public override Task<bool> HasTagIndexAsync(UsageSession session) => SqliteTagIndex.ExistsAsync(session);

    /// <summary>CROSS JOIN keeps the order: the records are looked up by the ids of the index.</summary>
    public override SqlText TaggedRecords(UsageTables tables) =>
        $"{SqliteTagIndex.Table} t CROSS JOIN {tables.Records}";

    public override bool GroupsBySorting => true;

    public override SqlText Sum(SqlText expression) => $"SUM({expression})";

    public override SqlText IsOneOf(UsageSql sql, SqlText expression, long[] values) =>
        sql.Text(
            $"{expression} IN (SELECT value FROM json_each({JsonSerializer.Serialize(values, SqliteJson.Default.Int64Array)}))"
        );

    public override SqlText TableExists(UsageSql sql, SqlText table) =>
        sql.Text($"EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = {table.ToString().Trim('"')})");

    public override SqlText Contains(UsageSql sql, SqlText expression, string folded) =>
        sql.Text($"instr({expression}, {folded}) > 0");

    public override Task<UsageSql> TextSearchAsync(
        UsageSession session,
        string folded,
        IReadOnlyList<string> trigrams,
        int limit
    ) => SqliteTextSearch.BuildAsync(session, folded, trigrams, limit);

    public override Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public override Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    /// <summary>Does nothing: a transaction that writes is the only one from its start.</summary>
    public override Task LockRollupsAsync(UsageSession session, bool exclusive) => Task.CompletedTask;

    public override Task<long[]> InsertTextsAsync(UsageSession session, IReadOnlyList<string> folded) =>
        Task.FromResult(SqliteWrites.InsertTexts(session, folded));

    public override Task<IReadOnlyList<UsageRecord>> InsertRecordsAsync(
        UsageSession session,
        IReadOnlyList<UsageRecord> records,
        IReadOnlyList<long?> textIds,
        bool partitioned
    ) => Task.FromResult(SqliteWrites.InsertRecords(session, records, textIds));

    public override Task AddToRollupsAsync(
        UsageSession session,
        IReadOnlyList<KeyValuePair<RollupKey, RollupSums>> additions
    )
    {
        SqliteWrites.AddToRollups(session, additions);
        return Task.CompletedTask;
    }

    public override Task<IReadOnlyList<LatencyAddition>> AddToLatencyAsync(
        UsageSession session,
        IReadOnlyList<LatencyAddition> additions
    ) => SqliteWrites.AddToLatencyAsync(session, additions);

    public override Task AddToTagRollupsAsync(
        UsageSession session,
        IReadOnlyList<KeyValuePair<TagRollupKey, RollupSums>> additions
    )
    {
        SqliteWrites.AddToTagRollups(session, additions);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Gets <c>false</c>: SQLite itself waits for another writer, and an immediate retry does not help after its time
    /// limit.
    /// </summary>
    public override bool IsConflict(Exception error) => false;

    public override Exception? Explain(Exception error, DbConnection connection) =>
        error is SqliteException sqlite ? SqliteErrors.Explain(sqlite, connection.ConnectionString) : null;

    public override Task ScrubIndexesAsync(UsageSession session) => SqliteTextIndex.ScrubAsync(session);

    public override async Task<bool> TryEmptyLogAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            // The first column of the result: whether a reader blocked it.
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE);";
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is 0L;
        }
    }

    public override void Verify(DbConnection connection) => file.Verify((SqliteConnection)connection);

    public override void ClosePool(DbConnection connection) => SqliteConnection.ClearPool((SqliteConnection)connection);
}
