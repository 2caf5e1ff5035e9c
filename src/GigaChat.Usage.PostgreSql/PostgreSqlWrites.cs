using Npgsql;
using NpgsqlTypes;

namespace GigaChat.Usage;

/// <summary>Writes many rows in one statement: a column is an array, and unnest makes rows of them.</summary>
internal static class PostgreSqlWrites
{
    public static async Task<long[]> InsertTextsAsync(UsageSession session, IReadOnlyList<string> folded)
    {
        var sql = session.Sql();
        sql.Add($"INSERT INTO {session.Tables.Texts} (folded) SELECT unnest({sql.Value(folded.ToArray())}) RETURNING folded, id");
        var ids = new Dictionary<string, long>(StringComparer.Ordinal);
        await session.ReadAsync(sql, reader => ids[reader.GetString(0)] = reader.GetInt64(1)).ConfigureAwait(false);
        return [.. folded.Select(text => ids[text])];
    }

    public static async Task<IReadOnlyList<UsageRecord>> InsertRecordsAsync(UsageSession session, IReadOnlyList<UsageRecord> records, IReadOnlyList<long?> textIds)
    {
        var sql = session.Sql();
        string[] columns =
        [
            Column(NpgsqlDbType.Uuid, record => record.Id),
            Column(NpgsqlDbType.TimestampTz, record => record.CreatedAt.UtcDateTime),
            Text(record => record.Operation.Value),
            Text(record => record.Model),
            Text(record => record.ModelVersion),
            Text(record => record.UserId),
            Text(record => record.UserName),
            Text(record => record.AccessToken),
            Text(record => record.AccessTokenType),
            Text(record => record.GenerationId),
            Text(record => record.Topic),
            Text(record => record.Platform),
            Text(record => record.SessionId),
            Text(record => record.RequestId),
            Column(NpgsqlDbType.Bigint, record => record.PromptTokens),
            Column(NpgsqlDbType.Bigint, record => record.CompletionTokens),
            Column(NpgsqlDbType.Bigint, record => record.CachedPromptTokens),
            Column(NpgsqlDbType.Bigint, record => record.TotalTokens),
            Column(NpgsqlDbType.Smallint, record => (short)record.Source),
            Column(NpgsqlDbType.Smallint, record => (short)record.Outcome),
            Column(NpgsqlDbType.Integer, record => record.PromptLength),
            Column(NpgsqlDbType.Integer, record => record.ResponseLength),
            Column(NpgsqlDbType.Bigint, record => UsageRecordColumns.Microseconds(record.Duration)),
            Column(NpgsqlDbType.Bigint, record => record.TimeToFirstToken is { } first ? UsageRecordColumns.Microseconds(first) : (long?)null),
            Column(NpgsqlDbType.Integer, record => record.StatusCode),
            Text(record => record.FinishReason),
            Column(NpgsqlDbType.Boolean, record => record.IsBatch),
            Column(NpgsqlDbType.Integer, record => record.Attempt),
            Column(NpgsqlDbType.Uuid, record => record.FirstAttemptId),
            sql.Value(Array(NpgsqlDbType.Bigint, textIds.ToArray())),
        ];
        sql.Add($"INSERT INTO {session.Tables.Records} ({UsageRecordColumns.List()}) SELECT * FROM unnest({string.Join(", ", columns)}) ON CONFLICT (id) DO NOTHING RETURNING id");

        var inserted = new HashSet<Guid>(records.Count);
        await session.ReadAsync(sql, reader => inserted.Add(reader.GetGuid(0))).ConfigureAwait(false);
        return inserted.Count == records.Count ? records : [.. records.Where(record => inserted.Contains(record.Id))];

        string Column<T>(NpgsqlDbType type, Func<UsageRecord, T> of) => sql.Value(Array(type, records.Select(of).ToArray()));

        string Text(Func<UsageRecord, string?> of) => Column(NpgsqlDbType.Text, of);
    }

    public static Task AddToRollupsAsync(UsageSession session, IReadOnlyList<KeyValuePair<RollupKey, RollupSums>> additions)
    {
        var sql = session.Sql();
        string[] columns =
        [
            Column(NpgsqlDbType.Smallint, row => (short)row.Key.Kind),
            Column(NpgsqlDbType.TimestampTz, row => UnixMicroseconds.ToUtcDateTime(row.Key.Bucket)),
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
        sql.Add($"INSERT INTO {session.Tables.Rollups} AS r ({RollupColumns.Keys}, {RollupColumns.Sums}) SELECT * FROM unnest({string.Join(", ", columns)})");
        sql.Add($" ON CONFLICT ({RollupColumns.Keys}) DO UPDATE SET {RollupColumns.Adding("r")}");
        return session.ExecuteAsync(sql);

        string Column<T>(NpgsqlDbType type, Func<KeyValuePair<RollupKey, RollupSums>, T> of) => sql.Value(Array(type, additions.Select(of).ToArray()));
    }

    private static NpgsqlParameter Array<T>(NpgsqlDbType type, T[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };
}
