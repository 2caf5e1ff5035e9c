namespace GigaChat.Usage.ClickHouse;

/// <summary>The statements that create the tables, of one server and of a cluster from one source.</summary>
internal static class ClickHouseSchema
{
    /// <summary>The version of the tables; each upgrade adds one to it and statements to <see cref="Upgrade"/>.</summary>
    public const int Version = 1;

    private const int DaysOfPartition = 30;

    /// <summary>The rows without users are few.</summary>
    private const int DaysOfLongPartition = 360;

    /// <summary>
    /// The month in a UUIDv7, as 202603; 0 for other ids and absurd times. An id is in one partition for good.
    /// </summary>
    private const string Partition =
        "if(bitAnd(bitShiftRight(id_high, 12), 15) = 7 AND bitShiftRight(id_high, 16) < 7258118400000, "
        + "toYYYYMM(fromUnixTimestamp64Milli(toInt64(bitShiftRight(id_high, 16)), 'UTC')), 0)";

    /// <summary>
    /// A batch is durable when it was accepted, and the same batch again within a while adds nothing at all.
    /// </summary>
    private const string Durable = "fsync_after_insert = 1, fsync_part_directory = 1";

    /// <summary>A partition that was not written to for a minute becomes one part: a query opens each part that there
    /// is.</summary>
    private const string Merged = "min_age_to_force_merge_seconds = 60, min_age_to_force_merge_on_partition_only = 1";

    private const string Keys = """
            kind UInt8 CODEC(ZSTD(1)),
            bucket Int32 CODEC(Delta, ZSTD(1)),
            seal LowCardinality(String) CODEC(ZSTD(1)),
            day Int32 CODEC(Delta, ZSTD(1))
        """;

    private const string Dimensions = """
            operation LowCardinality(String) CODEC(ZSTD(1)),
            model LowCardinality(String) CODEC(ZSTD(1)),
            access_token_type LowCardinality(String) CODEC(ZSTD(1)),
            platform LowCardinality(String) CODEC(ZSTD(1)),
            source UInt8 CODEC(ZSTD(1)),
            outcome UInt8 CODEC(ZSTD(1)),
            is_batch UInt8 CODEC(ZSTD(1))
        """;

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
                + $"ENGINE = Distributed({SqlText.Of(cluster)}, currentDatabase(), {SqlText.Of(tables.LocalRecords)}, cityHash64({RecordColumns.Key}))";
        }

        yield return Rollups(tables);
        yield return Users(tables);
        yield return State(tables);
    }

    public static string SetVersion(ClickHouseTables tables) => Set(tables, ClickHouseSetting.Version, $"{Version}");

    public static string Set(ClickHouseTables tables, string name, string value) =>
        $"INSERT INTO {tables.State} (kind, name, value, at) SELECT {(int)StateKind.Setting}, {SqlText.Of(name)}, {SqlText.Of(value)}, toUnixTimestamp64Micro(now64(6))";

    private static string Records(ClickHouseTables tables) =>
        $"""
            CREATE TABLE IF NOT EXISTS {tables.LocalRecords}{tables.OnCluster} (
            {string.Join(
                ",\n",
                RecordColumns.All.Select(column => $"    {column.Name} {column.Type}")
            )},
                id UUID ALIAS reinterpretAsUUID(bitOr(bitShiftLeft(toUInt128(id_low), 64), toUInt128(id_high))),
                version UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Micro(now64(6))) CODEC(Delta, ZSTD(1)),
                INDEX created_at_range created_at TYPE minmax GRANULARITY 1
            )
            ENGINE = {tables.ShardedEngine("ReplacingMergeTree", tables.LocalRecords, "version")}
            PARTITION BY {Partition}
            ORDER BY ({RecordColumns.Key})
            SETTINGS {Durable}, {(tables.Cluster is null ? "non_replicated_deduplication_window" : "replicated_deduplication_window")} = 1000
            """;

    /// <remarks>
    /// Days share partitions and parts: to open one takes longer than to read a month of days.
    /// </remarks>
    private static string Rollups(ClickHouseTables tables) =>
        $"""
            CREATE TABLE IF NOT EXISTS {tables.Rollups}{tables.OnCluster} (
            {Keys},
                hour Int32 CODEC(Delta, ZSTD(1)),
            {Dimensions},
            {Sums},
                durations Map(Int64, Int64) CODEC(ZSTD(1)),
                first_tokens Map(Int64, Int64) CODEC(ZSTD(1))
            )
            ENGINE = {tables.SharedEngine("MergeTree", tables.Rollups, "")}
            PARTITION BY intDiv(bucket, {DaysOfLongPartition})
            ORDER BY (kind, bucket, hour, operation, model)
            SETTINGS {Durable}, {Merged}
            """;

    /// <remarks>
    /// The rows of one user are beside each other, and those of a user's day too: what they share takes no space.
    /// </remarks>
    private static string Users(ClickHouseTables tables) =>
        $"""
            CREATE TABLE IF NOT EXISTS {tables.Users}{tables.OnCluster} (
            {Keys},
                user_id String CODEC(ZSTD(1)),
            {Dimensions},
                access_token String CODEC(ZSTD(1)),
                user_name String CODEC(ZSTD(1)),
                name_at Int64 CODEC(Delta, ZSTD(1)),
            {Sums}
            )
            ENGINE = {tables.SharedEngine("MergeTree", tables.Users, "")}
            PARTITION BY intDiv(bucket, {DaysOfPartition})
            ORDER BY (kind, user_id, bucket, operation, model)
            SETTINGS {Durable}, {Merged}, index_granularity = 1024
            """;

    /// <remarks>Of a setting and of an hour the newest row counts; a seal has one.</remarks>
    private static string State(ClickHouseTables tables) =>
        $"""
            CREATE TABLE IF NOT EXISTS {tables.State}{tables.OnCluster} (
                kind UInt8,
                number Int32,
                name String,
                at Int64,
                value String,
                rows Int64,
                committed_at Int64
            )
            ENGINE = {tables.SharedEngine("ReplacingMergeTree", tables.State, "at")}
            ORDER BY (kind, number, name)
            SETTINGS {Durable}
            """;
}
