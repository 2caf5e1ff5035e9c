using System.Data;
using System.Data.Common;
using GigaChat.Usage.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace GigaChat.Usage.PostgreSql;

/// <summary>PostgreSQL 14 or later: times are <c>timestamptz</c>, ids <c>uuid</c>, and a batch is one statement over
/// arrays.</summary>
internal sealed class PostgreSqlDialect : UsageDialect
{
    private const string Encoding = "UTF8";

    public static PostgreSqlDialect Instance { get; } = new();

    public override SqlText SkipLocked => $" FOR UPDATE SKIP LOCKED";

    /// <summary>
    /// A small part of a pool's connections (100 unless the connection string sets another number), which leaves the
    /// others to records and queries.
    /// </summary>
    public override int ConcurrentBudgetWrites => 4;

    public override SqlText LockRows => $" FOR UPDATE";

    public override object TimeValue(long microseconds) =>
        new NpgsqlParameter { Value = PostgreSqlTime.Of(microseconds), NpgsqlDbType = NpgsqlDbType.TimestampTz };

    public override long ReadTime(DbDataReader reader, int ordinal) =>
        PostgreSqlTime.ToUnixMicroseconds(reader.GetFieldValue<long>(ordinal));

    public override object IdValue(Guid id) => id;

    public override Guid ReadId(DbDataReader reader, int ordinal) => reader.GetGuid(ordinal);

    public override SqlText SpansJoin(UsageSql sql, IReadOnlyList<UsageSpan> spans)
    {
        var days = Times(spans.Select(span => span.Day));
        var from = Times(spans.Select(span => (long?)span.From));
        var to = Times(spans.Select(span => (long?)span.To));
        var shift = spans.Select(span => span.Offset).ToArray();
        return sql.Text($"unnest({days}, {from}, {to}, {shift}) AS s(day, lo, hi, shift) CROSS JOIN");

        static NpgsqlParameter Times(IEnumerable<long?> times) =>
            new()
            {
                Value = times
                    .Select(static time => time is { } value ? PostgreSqlTime.Of(value) : (long?)null)
                    .ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
            };
    }

    public override SqlText HourOf(SqlText time) => $"date_trunc('hour', {time}, 'UTC')";

    public override SqlText LocalHourOf(SqlText time, SqlText offset) =>
        $"EXTRACT(HOUR FROM ({time} + {offset} * interval '1 microsecond') AT TIME ZONE 'UTC')::int";

    public override SqlText NameStampOf(SqlText time, SqlText name) =>
        $"CASE WHEN {name} IS NULL THEN '' ELSE lpad(to_hex((EXTRACT(EPOCH FROM {time}) * 1000000)::bigint + {SqlText.Number(NameStamp.Shift)}), {SqlText.Number(NameStamp.Length)}, '0') || {name} END";

    public override SqlText Clock => $"(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint";

    /// <summary>
    /// The lag of a standby; one that has replayed all it received is behind only when it receives nothing.
    /// </summary>
    public override SqlText? ReplicationLag => Lag;

    private static SqlText Lag =>
        $"CASE WHEN NOT pg_is_in_recovery() THEN NULL "
        + $"WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() AND EXISTS (SELECT 1 FROM pg_stat_wal_receiver) THEN 0 "
        + $"ELSE (EXTRACT(EPOCH FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000000)::bigint END";

    public override SqlText TagValueOf(SqlText tags, SqlText key) => $"({tags} ->> {key}) COLLATE \"C\"";

    public override SqlText Constant(string text) => $"{SqlText.Constant(text)} COLLATE \"C\"";

    public override SqlText HasTags(UsageSql sql, SqlText column, UsageTags tags) => $"{column} @> {Json(sql, tags)}";

    public override SqlText WithTags(UsageSql sql, SqlText column, UsageTags tags) => $"{column} || {Json(sql, tags)}";

    private static SqlText Json(UsageSql sql, UsageTags tags) =>
        sql.Value(new NpgsqlParameter { Value = UsageRecordColumns.TextOf(tags), NpgsqlDbType = NpgsqlDbType.Jsonb });

    public override SqlText Sum(SqlText expression) => $"SUM({expression})::bigint";

    public override SqlText IsOneOf(UsageSql sql, SqlText expression, long[] values) =>
        sql.Text($"{expression} = ANY({values})");

    /// <summary>
    /// Gets the condition, with a table of the catalogue, which makes the server drop its cache of tables that another
    /// transaction has created meanwhile.
    /// </summary>
    public override SqlText TableExists(UsageSql sql, SqlText table) =>
        sql.Text($"EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE oid = to_regclass({table.ToString()}))");

    public override SqlText? SelectPartitions(UsageSql sql, SqlText table) =>
        sql.Text(
            $"relkind::text FROM pg_catalog.pg_class WHERE oid = to_regclass({table.ToString()}) AND relkind = 'p'"
        );

    public override SqlText Contains(UsageSql sql, SqlText expression, string folded) =>
        sql.Text($"strpos({expression}, {folded}) > 0");

    public override Task<UsageSql> TextSearchAsync(
        UsageSession session,
        string folded,
        IReadOnlyList<string> trigrams,
        int limit
    )
    {
        var sql = session.Sql();
        sql.Add($"SELECT t.id FROM {session.Tables.Texts} t WHERE {Contains(sql, $"t.folded", folded)}");
        foreach (var trigram in trigrams)
            sql.Add($" AND t.folded LIKE {PatternOf(trigram)}");
        sql.Add($" LIMIT {limit}");
        return Task.FromResult(sql);
    }

    private static string PatternOf(string text) =>
        "%"
        + text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)
        + "%";

    /// <summary>
    /// Disables compilation of queries and parallel workers: starting either takes many times as long as these queries
    /// run.
    /// </summary>
    public override SqlText ReadOpening => $"SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0; ";

    public override SqlText FleetingOpening => $"SET LOCAL synchronous_commit = off; ";

    /// <summary>Writes a message that nobody reads into the log: its commit flushes everything before it.</summary>
    public override SqlText Flush => $"SELECT pg_logical_emit_message(true, 'gigachat_usage', '')";

    public override async Task<DbTransaction> BeginReadAsync(
        DbConnection connection,
        CancellationToken cancellationToken
    ) => await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);

    public override async Task<DbTransaction> BeginWriteAsync(
        DbConnection connection,
        CancellationToken cancellationToken
    ) => await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);

    public override Task LockRollupsAsync(UsageSession session, bool exclusive)
    {
        SqlText function = exclusive ? (SqlText)$"pg_advisory_xact_lock" : $"pg_advisory_xact_lock_shared";
        var sql = session.Sql();
        sql.Add($"SELECT {function}(hashtextextended({session.Tables.Rollups.ToString()}, 0))");
        return session.ExecuteAsync(sql);
    }

    public override Task<long[]> InsertTextsAsync(UsageSession session, IReadOnlyList<string> folded) =>
        PostgreSqlWrites.InsertTextsAsync(session, folded);

    public override Task<IReadOnlyList<UsageRecord>> InsertRecordsAsync(
        UsageSession session,
        IReadOnlyList<UsageRecord> records,
        IReadOnlyList<long?> textIds,
        bool partitioned
    ) => PostgreSqlWrites.InsertRecordsAsync(session, records, textIds, partitioned);

    public override Task AddToRollupsAsync(
        UsageSession session,
        IReadOnlyList<KeyValuePair<RollupKey, RollupSums>> additions
    ) => PostgreSqlWrites.AddToRollupsAsync(session, additions);

    public override Task<IReadOnlyList<LatencyAddition>> AddToLatencyAsync(
        UsageSession session,
        IReadOnlyList<LatencyAddition> additions
    ) => PostgreSqlWrites.AddToLatencyAsync(session, additions);

    public override Task AddToTagRollupsAsync(
        UsageSession session,
        IReadOnlyList<KeyValuePair<TagRollupKey, RollupSums>> additions
    ) => PostgreSqlWrites.AddToTagRollupsAsync(session, additions);

    /// <summary>
    /// Gets <c>true</c> for a conflict, which a record that is already stored is too: the retry finds it.
    /// </summary>
    public override bool IsConflict(Exception error) =>
        (error as PostgresException ?? error.InnerException as PostgresException)
            is {
                SqlState: PostgresErrorCodes.DeadlockDetected
                    or PostgresErrorCodes.SerializationFailure
                    or PostgresErrorCodes.UniqueViolation,
            };

    public override bool IsConnectionLost(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (
                cause is PostgresException
                {
                    SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or ['0', '8', ..]
                }
            )
                return true;
            if (cause is NpgsqlException { InnerException: IOException or System.Net.Sockets.SocketException })
                return true;
        }

        return false;
    }

    public override Exception? Explain(Exception error, DbConnection connection)
    {
        // EF Core wraps errors that it considers transient.
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is NpgsqlException npgsql)
                return PostgreSqlErrors.Explain(npgsql, connection.Database);
        }

        return null;
    }

    public override SqlText UseSchema(string schema) => $"search_path TO {SqlText.Quoted(schema)}";

    /// <summary>
    /// Checks the encoding: a database with another one rejects characters it cannot store, as if the records were not
    /// valid.
    /// </summary>
    public override void Verify(DbConnection connection)
    {
        if (
            ((NpgsqlConnection)connection).PostgresParameters.TryGetValue("server_encoding", out var encoding)
            && encoding != Encoding
        )
        {
            throw new UsageStoreException(
                $"The usage database '{connection.Database}' has the encoding {encoding}; it must be {Encoding}: create one with ENCODING '{Encoding}', and name it in the connection string."
            );
        }
    }

    public override void ClosePool(DbConnection connection) => NpgsqlConnection.ClearPool((NpgsqlConnection)connection);
}
