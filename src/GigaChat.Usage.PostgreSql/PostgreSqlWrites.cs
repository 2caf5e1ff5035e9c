using System.Buffers.Binary;
using GigaChat.Usage.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace GigaChat.Usage.PostgreSql;

/// <summary>
/// Writes many rows at once: records by COPY, the fastest way in PostgreSQL, rollups and texts by a statement with an
/// array per column.
/// </summary>
internal static class PostgreSqlWrites
{
    public static async Task<long[]> InsertTextsAsync(UsageSession session, IReadOnlyList<string> folded)
    {
        var sql = session.Sql();
        sql.Add($"INSERT INTO {session.Tables.Texts} (folded) SELECT unnest({folded.ToArray()}) RETURNING folded, id");
        var ids = new Dictionary<string, long>(StringComparer.Ordinal);
        await session.ReadAsync(sql, reader => ids[reader.GetString(0)] = reader.GetInt64(1)).ConfigureAwait(false);
        return [.. folded.Select(text => ids[text])];
    }

    /// <summary>
    /// Copies the records. Where one of them is already stored, which is rare, PostgreSQL rejects all, and the next try
    /// omits the stored ones.
    /// </summary>
    public static async Task<IReadOnlyList<UsageRecord>> InsertRecordsAsync(
        UsageSession session,
        IReadOnlyList<UsageRecord> records,
        IReadOnlyList<long?> textIds,
        bool partitioned
    )
    {
        var doubtful =
            session.AfterConflict ? records
            : partitioned ? [.. records.Where(record => !IsTimeOfId(record))]
            : [];
        var known = doubtful.Count > 0 ? await KnownAsync(session, doubtful).ConfigureAwait(false) : [];
        var inserted = new List<UsageRecord>(records.Count);
        SqlText text = $"COPY {session.Tables.Records} ({UsageRecordColumns.List()}) FROM STDIN (FORMAT BINARY)";
        var copy = await ((NpgsqlConnection)session.Connection)
            .BeginBinaryImportAsync(text.ToString(), session.Ct)
            .ConfigureAwait(false);
        await using (copy.ConfigureAwait(false))
        {
            var row = new PostgreSqlRow(copy, session.Ct);
            for (var i = 0; i < records.Count; i++)
            {
                if (known.Contains(records[i].Id))
                    continue;
                await WriteAsync(row, records[i], textIds[i]).ConfigureAwait(false);
                inserted.Add(records[i]);
            }

            await copy.CompleteAsync(session.Ct).ConfigureAwait(false);
        }

        return inserted;
    }

    public static Task AddToRollupsAsync(
        UsageSession session,
        IReadOnlyList<KeyValuePair<RollupKey, RollupSums>> additions
    )
    {
        var sql = session.Sql();
        SqlText[] columns =
        [
            Column(NpgsqlDbType.Smallint, row => (short)row.Key.Kind),
            Column(NpgsqlDbType.TimestampTz, row => PostgreSqlTime.Of(row.Key.Bucket)),
            Column(NpgsqlDbType.Text, row => row.Key.UserId),
            Column(NpgsqlDbType.Text, row => row.Key.AccessToken),
            Column(NpgsqlDbType.Text, row => row.Key.Operation),
            Column(NpgsqlDbType.Text, row => row.Key.Model),
            Column(NpgsqlDbType.Text, row => row.Key.AccessTokenType),
            Column(NpgsqlDbType.Text, row => row.Key.Platform),
            Column(NpgsqlDbType.Smallint, row => (short)row.Key.Source),
            Column(NpgsqlDbType.Smallint, row => (short)row.Key.Outcome),
            Column(NpgsqlDbType.Boolean, row => row.Key.IsBatch),
            Column(NpgsqlDbType.Bigint, row => row.Value.Count),
            Column(NpgsqlDbType.Bigint, row => row.Value.Calls),
            Column(NpgsqlDbType.Bigint, row => row.Value.PromptTokens),
            Column(NpgsqlDbType.Bigint, row => row.Value.CompletionTokens),
            Column(NpgsqlDbType.Bigint, row => row.Value.CachedPromptTokens),
            Column(NpgsqlDbType.Bigint, row => row.Value.TotalTokens),
            Column(NpgsqlDbType.Bigint, row => row.Value.EstimatedTokens),
            Column(NpgsqlDbType.Text, row => row.Value.NameStamp),
        ];
        sql.Add(
            $"INSERT INTO {session.Tables.Rollups} AS r ({RollupColumns.Keys}, {RollupColumns.Sums}) SELECT {Unnest(columns)}"
        );
        sql.Add($" ON CONFLICT ({RollupColumns.Keys}) DO UPDATE SET {RollupColumns.Adding($"r")}");
        return session.ExecuteAsync(sql);

        SqlText Column<T>(NpgsqlDbType type, Func<KeyValuePair<RollupKey, RollupSums>, T> of) =>
            sql.Value(Array(type, additions.Select(of).ToArray()));
    }

    public static Task AddToTagRollupsAsync(
        UsageSession session,
        IReadOnlyList<KeyValuePair<TagRollupKey, RollupSums>> additions
    )
    {
        var sql = session.Sql();
        SqlText[] columns =
        [
            Column(NpgsqlDbType.Smallint, row => (short)row.Key.Kind),
            Column(NpgsqlDbType.TimestampTz, row => PostgreSqlTime.Of(row.Key.Bucket)),
            Column(NpgsqlDbType.Text, row => row.Key.TagKey),
            Column(NpgsqlDbType.Text, row => row.Key.TagValue),
            Column(NpgsqlDbType.Text, row => row.Key.Operation),
            Column(NpgsqlDbType.Text, row => row.Key.Model),
            Column(NpgsqlDbType.Smallint, row => (short)row.Key.Source),
            Column(NpgsqlDbType.Boolean, row => row.Key.IsBatch),
            Column(NpgsqlDbType.Bigint, row => row.Value.Count),
            Column(NpgsqlDbType.Bigint, row => row.Value.Calls),
            Column(NpgsqlDbType.Bigint, row => row.Value.PromptTokens),
            Column(NpgsqlDbType.Bigint, row => row.Value.CompletionTokens),
            Column(NpgsqlDbType.Bigint, row => row.Value.CachedPromptTokens),
            Column(NpgsqlDbType.Bigint, row => row.Value.TotalTokens),
            Column(NpgsqlDbType.Bigint, row => row.Value.EstimatedTokens),
        ];
        sql.Add(
            $"INSERT INTO {session.Tables.TagRollups} AS r ({TagColumns.Keys}, {SumColumns.List}) SELECT {Unnest(columns)}"
        );
        sql.Add($" ON CONFLICT ({TagColumns.Keys}) DO UPDATE SET {SumColumns.Adding($"r")}");
        return session.ExecuteAsync(sql);

        SqlText Column<T>(NpgsqlDbType type, Func<KeyValuePair<TagRollupKey, RollupSums>, T> of) =>
            sql.Value(Array(type, additions.Select(of).ToArray()));
    }

    public static async Task<IReadOnlyList<LatencyAddition>> AddToLatencyAsync(
        UsageSession session,
        IReadOnlyList<LatencyAddition> additions
    )
    {
        var sql = session.Sql();
        SqlText[] columns =
        [
            Column(NpgsqlDbType.Smallint, row => (short)row.Key.Kind),
            Column(NpgsqlDbType.TimestampTz, row => PostgreSqlTime.Of(row.Key.Bucket)),
            Column(NpgsqlDbType.Text, row => row.Key.Operation),
            Column(NpgsqlDbType.Text, row => row.Key.Model),
            Column(NpgsqlDbType.Text, row => row.Key.Platform),
            Column(NpgsqlDbType.Bytea, row => row.Histograms),
            Column(NpgsqlDbType.Integer, row => row.CompactAt),
        ];
        sql.Add(
            $"WITH w AS (INSERT INTO {session.Tables.Latency} AS r ({LatencyKey.Columns}, histograms, compact_at) SELECT {Unnest(columns)}"
        );
        sql.Add(
            $" ON CONFLICT ({LatencyKey.Columns}) DO UPDATE SET histograms = r.histograms || excluded.histograms RETURNING {LatencyKey.Columns}, histograms, compact_at)"
        );
        sql.Add($" SELECT {LatencyKey.Columns}, histograms FROM w WHERE octet_length(histograms) > compact_at");
        return await session
            .ReadAsync(sql, reader => LatencyMaintenance.Read(reader, session.Dialect))
            .ConfigureAwait(false);

        SqlText Column<T>(NpgsqlDbType type, Func<LatencyAddition, T> of) =>
            sql.Value(Array(type, additions.Select(of).ToArray()));
    }

    /// <summary>
    /// Gets <c>true</c> if an id contains its record's time, like those that the library gives to calls; otherwise,
    /// <c>false</c>. The key of a partitioned table is id and time: it rejects such a record when it is written again,
    /// and others, such as results of batches, have to be looked up.
    /// </summary>
    private static bool IsTimeOfId(UsageRecord record)
    {
        Span<byte> id = stackalloc byte[16];
        record.Id.TryWriteBytes(id, bigEndian: true, out _);
        return record.Id.Version == 7
            && BinaryPrimitives.ReadInt64BigEndian(id) >>> 16 == record.CreatedAt.ToUnixTimeMilliseconds();
    }

    private static async Task<HashSet<Guid>> KnownAsync(UsageSession session, IReadOnlyList<UsageRecord> records)
    {
        var sql = session.Sql();
        sql.Add(
            $"SELECT id FROM {session.Tables.Records} WHERE id = ANY({records.Select(record => record.Id).ToArray()})"
        );
        var known = new HashSet<Guid>();
        await session.ReadAsync(sql, reader => known.Add(reader.GetGuid(0))).ConfigureAwait(false);
        return known;
    }

    /// <summary>Writes the values in the order of <see cref="UsageRecordColumns.Names"/>.</summary>
    private static async Task WriteAsync(PostgreSqlRow row, UsageRecord record, long? textId)
    {
        await row.StartAsync().ConfigureAwait(false);
        await row.WriteAsync(record.Id, NpgsqlDbType.Uuid).ConfigureAwait(false);
        await row.WriteAsync(PostgreSqlTime.Of(UnixMicroseconds.Of(record.CreatedAt)), NpgsqlDbType.TimestampTz)
            .ConfigureAwait(false);
        await row.WriteAsync(record.Operation.Value).ConfigureAwait(false);
        await row.WriteAsync(record.Model).ConfigureAwait(false);
        await row.WriteAsync(record.ModelVersion).ConfigureAwait(false);
        await row.WriteAsync(record.UserId).ConfigureAwait(false);
        await row.WriteAsync(record.UserName).ConfigureAwait(false);
        await row.WriteAsync(record.AccessToken).ConfigureAwait(false);
        await row.WriteAsync(record.AccessTokenType).ConfigureAwait(false);
        await row.WriteAsync(record.GenerationId).ConfigureAwait(false);
        await row.WriteAsync(record.Topic).ConfigureAwait(false);
        await row.WriteAsync(record.Platform).ConfigureAwait(false);
        await row.WriteAsync(record.SessionId).ConfigureAwait(false);
        await row.WriteAsync(record.RequestId).ConfigureAwait(false);
        await row.WriteAsync(record.PromptTokens).ConfigureAwait(false);
        await row.WriteAsync(record.CompletionTokens).ConfigureAwait(false);
        await row.WriteAsync(record.CachedPromptTokens).ConfigureAwait(false);
        await row.WriteAsync(record.TotalTokens, NpgsqlDbType.Bigint).ConfigureAwait(false);
        await row.WriteAsync((short)record.Source, NpgsqlDbType.Smallint).ConfigureAwait(false);
        await row.WriteAsync((short)record.Outcome, NpgsqlDbType.Smallint).ConfigureAwait(false);
        await row.WriteAsync(record.PromptLength, NpgsqlDbType.Integer).ConfigureAwait(false);
        await row.WriteAsync(record.ResponseLength, NpgsqlDbType.Integer).ConfigureAwait(false);
        await row.WriteAsync(UsageRecordColumns.Microseconds(record.Duration), NpgsqlDbType.Bigint)
            .ConfigureAwait(false);
        await row.WriteAsync(record.TimeToFirstToken is { } first ? UsageRecordColumns.Microseconds(first) : null)
            .ConfigureAwait(false);
        await row.WriteAsync(record.StatusCode).ConfigureAwait(false);
        await row.WriteAsync(record.FinishReason).ConfigureAwait(false);
        await row.WriteAsync(record.IsBatch, NpgsqlDbType.Boolean).ConfigureAwait(false);
        await row.WriteAsync(record.Attempt, NpgsqlDbType.Integer).ConfigureAwait(false);
        await row.WriteAsync(record.FirstAttemptId).ConfigureAwait(false);
        await row.WriteAsync(record.ReasoningTokens).ConfigureAwait(false);
        await row.WriteAsync(textId).ConfigureAwait(false);
        await row.WriteJsonAsync(UsageRecordColumns.TextOf(record.Tags)).ConfigureAwait(false);
    }

    private static SqlText Unnest(SqlText[] columns) => SqlText.List(columns.Select(One));

    private static SqlText One(SqlText column) => $"unnest({column})";

    private static NpgsqlParameter Array<T>(NpgsqlDbType type, T[] values) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };
}
