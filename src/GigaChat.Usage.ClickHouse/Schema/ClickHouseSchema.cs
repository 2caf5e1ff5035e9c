namespace GigaChat.Usage.ClickHouse;

/// <summary>The statements that create the tables, of one server and of a cluster from one source.</summary>
internal static class ClickHouseSchema
{
    /// <summary>The version of the tables; each upgrade adds one to it and statements to <see cref="Upgrade"/>.</summary>
    public const int Version = 1;

    private const int DaysOfPartition = 30;

    /// <summary>
    /// The month in a UUIDv7, as 202603; 0 for other ids and absurd times. An id is in one partition for good.
    /// </summary>
    private const string Partition =
        "if(bitAnd(bitShiftRight(toUInt128(id), 76), 15) = 7 AND bitShiftRight(toUInt128(id), 80) < 7258118400000, "
        + "toYYYYMM(fromUnixTimestamp64Milli(toInt64(bitShiftRight(toUInt128(id), 80)), 'UTC')), 0)";

    /// <summary>
    /// A batch is durable when it was accepted, and the same batch again within a while adds nothing at all.
    /// </summary>
    private const string Durable = "fsync_after_insert = 1, fsync_part_directory = 1";

    private const string Sums = """
            count Int64 CODEC(T64, ZSTD(1)),
            calls Int64 CODEC(T64, ZSTD(1)),
            prompt_tokens Int64 CODEC(T64, ZSTD(1)),
            completion_tokens Int64 CODEC(T64, ZSTD(1)),
            cached_prompt_tokens Int64 CODEC(T64, ZSTD(1)),
            total_tokens Int64 CODEC(T64, ZSTD(1)),
            estimated_tokens Int64 CODEC(T64, ZSTD(1))
        """;

    /// <summary>Gets the statements from a version, exclusive, to <see cref="Version"/>.</summary>
    public static IEnumerable<string> Upgrade(ClickHouseTables tables, int from)
    {
        if (from >= 1)
            yield break;
        yield return Records(tables);
        if (tables.Cluster is { } cluster)
        {
            yield return $"CREATE TABLE IF NOT EXISTS {tables.Records}{tables.OnCluster} AS {tables.LocalRecords}\n"
                + $"ENGINE = Distributed({SqlText.Of(cluster)}, currentDatabase(), {SqlText.Of(tables.LocalRecords)}, cityHash64(id))";
        }

        yield return Rollups(tables);
        yield return $"CREATE TABLE IF NOT EXISTS {tables.Hours}{tables.OnCluster} (\n    hour Int32,\n    marked_at Int64\n)\n"
            + $"ENGINE = {tables.SharedEngine("ReplacingMergeTree", tables.Hours, "marked_at")}\nORDER BY hour\nSETTINGS {Durable}";
        yield return $"CREATE TABLE IF NOT EXISTS {tables.Settings}{tables.OnCluster} (\n    name String,\n    value String,\n    written_at Int64\n)\n"
            + $"ENGINE = {tables.SharedEngine("ReplacingMergeTree", tables.Settings, "written_at")}\nORDER BY name\nSETTINGS {Durable}";
    }

    public static string SetVersion(ClickHouseTables tables) => Set(tables, ClickHouseSetting.Version, $"{Version}");

    public static string Set(ClickHouseTables tables, string name, string value) =>
        $"INSERT INTO {tables.Settings} SELECT {SqlText.Of(name)}, {SqlText.Of(value)}, toUnixTimestamp64Micro(now64(6))";

    private static string Records(ClickHouseTables tables) =>
        $"""
            CREATE TABLE IF NOT EXISTS {tables.LocalRecords}{tables.OnCluster} (
            {string.Join(
                ",\n",
                RecordColumns.All.Select(column => $"    {column.Name} {column.Type}")
            )},
                version UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Micro(now64(6))) CODEC(Delta, ZSTD(1)),
                INDEX created_at_range created_at TYPE minmax GRANULARITY 1
            )
            ENGINE = {tables.ShardedEngine("ReplacingMergeTree", tables.LocalRecords, "version")}
            PARTITION BY {Partition}
            ORDER BY toUInt128(id)
            SETTINGS {Durable}, {(tables.Cluster is null ? "non_replicated_deduplication_window" : "replicated_deduplication_window")} = 1000
            """;

    /// <remarks>
    /// Days share partitions and parts: to open one takes longer than to read a month of days.
    /// </remarks>
    private static string Rollups(ClickHouseTables tables) =>
        $"""
            CREATE TABLE IF NOT EXISTS {tables.Rollups}{tables.OnCluster} (
                bucket Int32,
                kind UInt8,
                seal LowCardinality(String),
                user_id String,
                hour Int32,
                day Int32,
                operation LowCardinality(String),
                model LowCardinality(String),
                access_token String,
                access_token_type LowCardinality(String),
                platform LowCardinality(String),
                source UInt8,
                outcome UInt8,
                is_batch UInt8,
                user_name String CODEC(ZSTD(1)),
                name_at Int64 CODEC(ZSTD(1)),
            {Sums},
                durations Map(Int64, Int64) CODEC(ZSTD(1)),
                first_tokens Map(Int64, Int64) CODEC(ZSTD(1)),
                sealed_at Int64 CODEC(ZSTD(1)),
                committed_at Int64 CODEC(ZSTD(1)),
                zone LowCardinality(String)
            )
            ENGINE = {tables.SharedEngine("MergeTree", tables.Rollups, "")}
            PARTITION BY intDiv(bucket, {DaysOfPartition})
            ORDER BY (kind, user_id, hour, operation, model)
            SETTINGS {Durable}
            """;
}
