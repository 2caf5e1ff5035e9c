using System.Data.Common;
using System.Net.Sockets;
using ClickHouse.Driver;
using ClickHouse.Driver.ADO;
using ClickHouse.Driver.ADO.Readers;

namespace GigaChat.Usage.ClickHouse;

/// <summary>Runs statements over the driver. Safe for concurrent use.</summary>
internal sealed class ClickHouseDatabase : IDisposable
{
    private static readonly TimeSpan LongestUpkeep = TimeSpan.FromHours(12);

    private readonly ClickHouseClient _client;

    /// <summary>For mutations and rollups of large days, which outlast the connection string's timeout.</summary>
    private readonly ClickHouseClient _upkeep;

    private readonly Dictionary<string, object> _reading;
    private readonly Dictionary<string, object> _writing;
    private readonly Dictionary<string, object> _maintaining;

    public ClickHouseDatabase(string connectionString, ClickHouseTables tables)
    {
        Tables = tables;
        _client = new ClickHouseClient(connectionString);
        _upkeep = new ClickHouseClient(new ClickHouseClientSettings(connectionString) { Timeout = LongestUpkeep });
        _reading = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            // A server stops the query of a client that is gone only where the query can change nothing.
            ["readonly"] = 2,
            ["cancel_http_readonly_queries_on_client_close"] = 1,
            ["max_query_size"] = 16 * 1024 * 1024,

            // An id is in one partition, and its copies may have different times: a condition on time is applied to the
            // copy that counts, while its index still excludes what cannot match.
            ["do_not_merge_across_partitions_select_final"] = 1,
            ["optimize_move_to_prewhere_if_final"] = 0,
            ["use_skip_indexes_if_final"] = 1,
            ["use_skip_indexes_if_final_exact_mode"] = 1,
        };
        _writing = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["async_insert"] = 0,
            ["max_partitions_per_insert_block"] = 0,
            ["max_query_size"] = 16 * 1024 * 1024,
            ["mutations_sync"] = 2,
            ["alter_sync"] = 2,
            ["lightweight_deletes_sync"] = 2,
            ["do_not_merge_across_partitions_select_final"] = 1,
            ["optimize_move_to_prewhere_if_final"] = 0,
            ["use_skip_indexes_if_final"] = 1,
            ["use_skip_indexes_if_final_exact_mode"] = 1,
        };
        if (tables.Cluster is not null)
            AddClusterSettings();
        _maintaining = new Dictionary<string, object>(_writing, StringComparer.Ordinal);
        _writing["max_execution_time"] = (int)ClickHouseLimits.LongestInsert.TotalSeconds;
    }

    private void AddClusterSettings()
    {
        // Half an answer is no answer: a shard that is down is an error, and so is a replica that is far behind.
        foreach (var settings in new[] { _reading, _writing })
        {
            settings["skip_unavailable_shards"] = 0;
            settings["fallback_to_stale_replicas_for_distributed_queries"] = 0;
            settings["max_replica_delay_for_distributed_queries"] = 60;
        }

        _writing["insert_quorum"] = "auto";
        _writing["insert_quorum_parallel"] = 1;
        _writing["distributed_foreground_insert"] = 1;
        _writing["distributed_ddl_task_timeout"] = 180;
    }

    public ClickHouseTables Tables { get; }

    public string Name => _client.Settings.Database;

    /// <summary>Runs a query that changes nothing. Its cancellation stops it on the server too.</summary>
    public Task<List<T>> ReadAsync<T>(
        string sql,
        Func<ClickHouseDataReader, T> row,
        CancellationToken cancellationToken
    ) =>
        GuardAsync(
            async () =>
            {
                var rows = new List<T>();
                using var reader = await _client
                    .ExecuteReaderAsync(sql, null, new QueryOptions { CustomSettings = _reading }, cancellationToken)
                    .ConfigureAwait(false);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    rows.Add(row(reader));
                return rows;
            },
            cancellationToken
        );

    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) =>
        ExecuteAsync(_client, _writing, sql, cancellationToken);

    /// <summary>Reads the server's time in microseconds.</summary>
    public async Task<long> ReadClockAsync(CancellationToken cancellationToken) =>
        (
            await ReadAsync(
                    "SELECT toUnixTimestamp64Micro(now64(6))",
                    static reader => reader.GetInt64(0),
                    cancellationToken
                )
                .ConfigureAwait(false)
        )[0];

    /// <summary>Runs a statement that may take hours.</summary>
    public Task MaintainAsync(string sql, CancellationToken cancellationToken) =>
        ExecuteAsync(_upkeep, _maintaining, sql, cancellationToken);

    /// <summary>Inserts rows that a callback writes in the format of the statement.</summary>
    public Task InsertAsync(
        string sql,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken cancellationToken
    ) =>
        GuardAsync(
            async () =>
            {
                using var response = await _client
                    .PostStreamAsync(
                        sql,
                        write,
                        isCompressed: false,
                        cancellationToken,
                        new QueryOptions { CustomSettings = _writing }
                    )
                    .ConfigureAwait(false);
                return await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            },
            cancellationToken
        );

    public void Dispose()
    {
        _client.Dispose();
        _upkeep.Dispose();
    }

    private Task<string> ExecuteAsync(
        ClickHouseClient client,
        Dictionary<string, object> settings,
        string sql,
        CancellationToken cancellationToken
    ) =>
        GuardAsync(
            async () =>
            {
                using var result = await client
                    .ExecuteRawResultAsync(sql, new QueryOptions { CustomSettings = settings }, cancellationToken)
                    .ConfigureAwait(false);
                return await result.ReadAsStringAsync().ConfigureAwait(false);
            },
            cancellationToken
        );

    private async Task<T> GuardAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception error)
            when (error
                    is DbException
                        or HttpRequestException
                        or IOException
                        or SocketException
                        or OperationCanceledException
                        or TimeoutException
                        or InvalidOperationException
            )
        {
            throw ClickHouseErrors.Explain(error, Name) ?? error;
        }
    }
}
