using System.Globalization;
using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Data.Sqlite;

namespace GigaChat.Usage.Sqlite;

/// <summary>
/// Writes rows one by one with a prepared statement: within one transaction the fastest way in SQLite.
/// </summary>
internal static class SqliteWrites
{
    private static readonly SqlText RecordValues = Placeholders(UsageRecordColumns.Names.Count);

    private static readonly SqlText TagValues = Placeholders(TagColumns.Count);

    private static readonly SqlText RollupValues = Placeholders(19);

    public static async Task<long[]> InsertTextsAsync(UsageSession session, IReadOnlyList<string> folded)
    {
        var ids = new long[folded.Count];
        var command = Prepare(session, $"INSERT INTO {session.Tables.Texts} (folded) VALUES (@p0) RETURNING id", 1);
        await using (command.ConfigureAwait(false))
        {
            for (var i = 0; i < ids.Length; i++)
            {
                session.Ct.ThrowIfCancellationRequested();
                command.Parameters[0].Value = folded[i];
                ids[i] = (long)(await command.ExecuteScalarAsync(session.Ct).ConfigureAwait(false))!;
            }
        }

        return ids;
    }

    public static async Task<IReadOnlyList<UsageRecord>> InsertRecordsAsync(
        UsageSession session,
        IReadOnlyList<UsageRecord> records,
        IReadOnlyList<long?> textIds
    )
    {
        var inserted = new List<UsageRecord>(records.Count);
        var command = Prepare(
            session,
            $"INSERT INTO {session.Tables.Records} ({UsageRecordColumns.List()}) VALUES ({RecordValues}) ON CONFLICT (id) DO NOTHING",
            UsageRecordColumns.Names.Count
        );
        await using (command.ConfigureAwait(false))
        {
            for (var i = 0; i < records.Count; i++)
            {
                session.Ct.ThrowIfCancellationRequested();
                Bind(command.Parameters, records[i], textIds[i]);
                if (await command.ExecuteNonQueryAsync(session.Ct).ConfigureAwait(false) > 0)
                    inserted.Add(records[i]);
            }
        }

        return inserted;
    }

    public static async Task AddToRollupsAsync(
        UsageSession session,
        IReadOnlyList<KeyValuePair<RollupKey, RollupSums>> additions
    )
    {
        var command = Prepare(
            session,
            $"INSERT INTO {session.Tables.Rollups} AS r ({RollupColumns.Keys}, {RollupColumns.Sums}) VALUES ({RollupValues})"
                + $" ON CONFLICT ({RollupColumns.Keys}) DO UPDATE SET {RollupColumns.Adding($"r")}",
            19
        );
        await using (command.ConfigureAwait(false))
        {
            foreach (var (key, sums) in additions)
            {
                session.Ct.ThrowIfCancellationRequested();
                Bind(command.Parameters, key, sums);
                await command.ExecuteNonQueryAsync(session.Ct).ConfigureAwait(false);
            }
        }
    }

    public static async Task AddToTagRollupsAsync(
        UsageSession session,
        IReadOnlyList<KeyValuePair<TagRollupKey, RollupSums>> additions
    )
    {
        var command = Prepare(
            session,
            $"INSERT INTO {session.Tables.TagRollups} AS r ({TagColumns.Keys}, {SumColumns.List}) VALUES ({TagValues})"
                + $" ON CONFLICT ({TagColumns.Keys}) DO UPDATE SET {SumColumns.Adding($"r")}",
            TagColumns.Count
        );
        await using (command.ConfigureAwait(false))
        {
            foreach (var (key, sums) in additions)
            {
                session.Ct.ThrowIfCancellationRequested();
                Bind(command.Parameters, key, sums);
                await command.ExecuteNonQueryAsync(session.Ct).ConfigureAwait(false);
            }
        }
    }

    public static async Task<IReadOnlyList<LatencyAddition>> AddToLatencyAsync(
        UsageSession session,
        IReadOnlyList<LatencyAddition> additions
    )
    {
        // Concatenation gives a text of the same bytes, which the cast turns back.
        var command = Prepare(
            session,
            $"INSERT INTO {session.Tables.Latency} AS r ({LatencyKey.Columns}, histograms, compact_at) VALUES ({Placeholders(7)})"
                + $" ON CONFLICT ({LatencyKey.Columns}) DO UPDATE SET histograms = CAST(r.histograms || excluded.histograms AS BLOB)"
                + $" RETURNING CASE WHEN length(histograms) > compact_at THEN histograms END",
            7
        );
        var rows = new List<LatencyAddition>();
        await using (command.ConfigureAwait(false))
        {
            var to = command.Parameters;
            foreach (var addition in additions)
            {
                session.Ct.ThrowIfCancellationRequested();
                to[0].Value = (long)addition.Key.Kind;
                to[1].Value = addition.Key.Bucket;
                to[2].Value = addition.Key.Operation;
                to[3].Value = addition.Key.Model;
                to[4].Value = addition.Key.Platform;
                to[5].Value = addition.Histograms;
                to[6].Value = (long)addition.CompactAt;
                if (await command.ExecuteScalarAsync(session.Ct).ConfigureAwait(false) is byte[] histograms)
                    rows.Add(addition with { Histograms = histograms });
            }
        }

        return rows;
    }

    private static SqliteCommand Prepare(UsageSession session, SqlText sql, int parameters)
    {
        var command = new SqliteCommand(
            sql.ToString(),
            (SqliteConnection)session.Connection,
            (SqliteTransaction)session.Transaction
        );
        for (var i = 0; i < parameters; i++)
            command.Parameters.Add(
                new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{i}") }
            );
        return command;
    }

    private static SqlText Placeholders(int count) =>
        SqlText.List(Enumerable.Range(0, count).Select(SqlText.Parameter));

    private static void Bind(SqliteParameterCollection to, UsageRecord record, long? textId)
    {
        to[0].Value = record.Id.ToByteArray(bigEndian: true);
        to[1].Value = UnixMicroseconds.Of(record.CreatedAt);
        to[2].Value = record.Operation.Value;
        to[3].Value = OrNull(record.Model);
        to[4].Value = OrNull(record.ModelVersion);
        to[5].Value = OrNull(record.UserId);
        to[6].Value = OrNull(record.UserName);
        to[7].Value = OrNull(record.AccessToken);
        to[8].Value = OrNull(record.AccessTokenType);
        to[9].Value = OrNull(record.GenerationId);
        to[10].Value = OrNull(record.Topic);
        to[11].Value = OrNull(record.Platform);
        to[12].Value = OrNull(record.SessionId);
        to[13].Value = OrNull(record.RequestId);
        to[14].Value = OrNull(record.PromptTokens);
        to[15].Value = OrNull(record.CompletionTokens);
        to[16].Value = OrNull(record.CachedPromptTokens);
        to[17].Value = record.TotalTokens;
        to[18].Value = (long)record.Source;
        to[19].Value = (long)record.Outcome;
        to[20].Value = (long)record.PromptLength;
        to[21].Value = (long)record.ResponseLength;
        to[22].Value = UsageRecordColumns.Microseconds(record.Duration);
        to[23].Value = record.TimeToFirstToken is { } first ? UsageRecordColumns.Microseconds(first) : DBNull.Value;
        to[24].Value = record.StatusCode is { } status ? (long)status : DBNull.Value;
        to[25].Value = OrNull(record.FinishReason);
        to[26].Value = record.IsBatch ? 1L : 0L;
        to[27].Value = (long)record.Attempt;
        to[28].Value = record.FirstAttemptId is { } attempt ? attempt.ToByteArray(bigEndian: true) : DBNull.Value;
        to[29].Value = OrNull(record.ReasoningTokens);
        to[30].Value = OrNull(textId);
        to[31].Value = OrNull(UsageRecordColumns.TextOf(record.Tags));
    }

    private static void Bind(SqliteParameterCollection to, RollupKey key, RollupSums sums)
    {
        to[0].Value = (long)key.Kind;
        to[1].Value = key.Bucket;
        to[2].Value = key.UserId;
        to[3].Value = key.AccessToken;
        to[4].Value = key.Operation;
        to[5].Value = key.Model;
        to[6].Value = key.AccessTokenType;
        to[7].Value = key.Platform;
        to[8].Value = (long)key.Source;
        to[9].Value = (long)key.Outcome;
        to[10].Value = key.IsBatch ? 1L : 0L;
        to[11].Value = sums.Count;
        to[12].Value = sums.Calls;
        to[13].Value = sums.PromptTokens;
        to[14].Value = sums.CompletionTokens;
        to[15].Value = sums.CachedPromptTokens;
        to[16].Value = sums.TotalTokens;
        to[17].Value = sums.EstimatedTokens;
        to[18].Value = sums.NameStamp;
    }

    private static void Bind(SqliteParameterCollection to, TagRollupKey key, RollupSums sums)
    {
        to[0].Value = (long)key.Kind;
        to[1].Value = key.Bucket;
        to[2].Value = key.TagKey;
        to[3].Value = key.TagValue;
        to[4].Value = key.Operation;
        to[5].Value = key.Model;
        to[6].Value = (long)key.Source;
        to[7].Value = key.IsBatch ? 1L : 0L;
        to[8].Value = sums.Count;
        to[9].Value = sums.Calls;
        to[10].Value = sums.PromptTokens;
        to[11].Value = sums.CompletionTokens;
        to[12].Value = sums.CachedPromptTokens;
        to[13].Value = sums.TotalTokens;
        to[14].Value = sums.EstimatedTokens;
    }

    private static object OrNull(object? value) => value ?? DBNull.Value;
}
