using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>The same rows into the same tables with the same indexes, by the driver's fastest way: no rollups, no look
/// for what is there.</summary>
internal static class BareDriver
{
    public static async Task WriteAsync(StoreTarget target, IEnumerable<UsageRecord[]> batches)
    {
        if (target.IsSqlite)
            await WriteSqliteAsync(target, batches);
        else
            await WritePostgreSqlAsync(target, batches);
    }

    private static async Task WriteSqliteAsync(StoreTarget target, IEnumerable<UsageRecord[]> batches)
    {
        await using var connection = new SqliteConnection(target.ConnectionString);
        await connection.OpenAsync();
        await using (var wal = new SqliteCommand("PRAGMA journal_mode = WAL; PRAGMA cache_size = -16000;", connection))
            await wal.ExecuteNonQueryAsync();
        var texts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var batch in batches)
        {
            await using var transaction = connection.BeginTransaction();
            await using var text = Prepare("INSERT INTO gigachat_usage_texts (folded) VALUES (@p0) RETURNING id", 1);
            await using var insert = Prepare(
                $"INSERT INTO gigachat_usage_records ({UsageRecordColumns.List()}) VALUES ({string.Join(", ", Enumerable.Range(0, UsageRecordColumns.Names.Count).Select(i => $"@p{i}"))})",
                UsageRecordColumns.Names.Count
            );
            foreach (var record in batch)
            {
                var values = Values(record, TextId(texts, record, folded =>
                    {
                        text.Parameters[0].Value = folded;
                        return (long)text.ExecuteScalar()!;
                    }));
                for (var i = 0; i < values.Length; i++)
                {
                    insert.Parameters[i].Value = values[i] switch
                    {
                        null => DBNull.Value,
                        Guid id => id.ToByteArray(bigEndian: true),
                        DateTime time => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
                        var other => other,
                    };
                }

                insert.ExecuteNonQuery();
            }

            await transaction.CommitAsync();

            SqliteCommand Prepare(string sql, int parameters)
            {
#pragma warning disable CA2100 // Every statement is this program's own.
                var command = new SqliteCommand(sql, connection, transaction);
#pragma warning restore CA2100
                for (var i = 0; i < parameters; i++)
                    command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
                return command;
            }
        }
    }

    private static async Task WritePostgreSqlAsync(StoreTarget target, IEnumerable<UsageRecord[]> batches)
    {
        await using var connection = new NpgsqlConnection(target.ConnectionString);
        await connection.OpenAsync();
        var texts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var batch in batches)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            var added = new List<string>();
            var rows = batch
                .Select(record => Values(record, TextId(texts, record, folded =>
                        {
                            added.Add(folded);
                            return texts.Count + 1;
                        })))
                .ToList();
            await using (
                var copy = await connection.BeginBinaryImportAsync(
                    "COPY gigachat_usage_texts (id, folded) FROM STDIN (FORMAT BINARY)"
                )
            )
            {
                foreach (var folded in added)
                    await copy.WriteRowAsync(default, texts[folded], folded);
                await copy.CompleteAsync();
            }

            await using (
                var copy = await connection.BeginBinaryImportAsync(
                    $"COPY gigachat_usage_records ({UsageRecordColumns.List()}) FROM STDIN (FORMAT BINARY)"
                )
            )
            {
                foreach (var row in rows)
                    await copy.WriteRowAsync(default, row);
                await copy.CompleteAsync();
            }

            await transaction.CommitAsync();
        }
    }

    private static long TextId(Dictionary<string, long> texts, UsageRecord record, Func<string, long> add)
    {
        var folded = UsageFold.SearchText(record)!;
        if (!texts.TryGetValue(folded, out var id))
            texts[folded] = id = add(folded);
        return id;
    }

    /// <summary>In the order of <see cref="UsageRecordColumns.Names"/>.</summary>
    private static object?[] Values(UsageRecord record, long textId) =>
        [
            record.Id,
            record.CreatedAt.UtcDateTime,
            record.Operation.Value,
            record.Model,
            record.ModelVersion,
            record.UserId,
            record.UserName,
            record.AccessToken,
            record.AccessTokenType,
            record.GenerationId,
            record.Topic,
            record.Platform,
            record.SessionId,
            record.RequestId,
            record.PromptTokens,
            record.CompletionTokens,
            record.CachedPromptTokens,
            record.TotalTokens,
            (short)record.Source,
            (short)record.Outcome,
            record.PromptLength,
            record.ResponseLength,
            UsageRecordColumns.Microseconds(record.Duration),
            record.TimeToFirstToken is { } first ? UsageRecordColumns.Microseconds(first) : null,
            record.StatusCode,
            record.FinishReason,
            record.IsBatch,
            record.Attempt,
            record.FirstAttemptId,
            record.ReasoningTokens,
            textId,
            null, // Tags: the records have none.
        ];
}
