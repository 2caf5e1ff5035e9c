namespace GigaChat.Usage.ClickHouse;

/// <summary>The names of the tables, and the differences between one server and a cluster.</summary>
/// <param name="Cluster">The cluster's name in the configuration of its servers; null for one server.</param>
internal sealed record ClickHouseTables(string? Cluster)
{
    /// <summary>The records; on a cluster the table that distributes them.</summary>
    public string Records { get; } = "gigachat_usage_records";

    /// <summary>The records of one shard; on one server the records.</summary>
    public string LocalRecords => Cluster is null ? Records : "gigachat_usage_records_local";

    /// <summary>The sums of sealed days without users, on every server of a cluster.</summary>
    public string Rollups { get; } = "gigachat_usage_rollups";

    /// <summary>The sums of sealed days by user, on every server of a cluster.</summary>
    public string Users { get; } = "gigachat_usage_users";

    /// <summary>The settings, the hours that records were written for, and the committed seals of days; on every server
    /// of a cluster. One table, because every query reads all three, and each table more takes longer than its
    /// rows.</summary>
    public string State { get; } = "gigachat_usage_state";

    /// <summary>Gets the table that has the rows of a kind.</summary>
    public string Of(RollupKind kind) => kind is RollupKind.Days or RollupKind.Users ? Users : Rollups;

    public string OnCluster => Cluster is null ? "" : $" ON CLUSTER {SqlText.Name(Cluster)}";

    /// <summary>Gets the engine of a table that is split over the shards.</summary>
    public string ShardedEngine(string engine, string table, string arguments) =>
        Cluster is null
            ? $"{engine}({arguments})"
            : $"Replicated{engine}('/clickhouse/tables/{{shard}}/{{database}}/{table}', '{{replica}}'{Separated(arguments)})";

    /// <summary>Gets the engine of a table that every server of the cluster has whole.</summary>
    public string SharedEngine(string engine, string table, string arguments) =>
        Cluster is null
            ? $"{engine}({arguments})"
            : $"Replicated{engine}('/clickhouse/tables/all/{{database}}/{table}', '{{shard}}-{{replica}}'{Separated(arguments)})";

    private static string Separated(string arguments) => arguments.Length == 0 ? "" : $", {arguments}";
}
