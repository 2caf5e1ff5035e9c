namespace GigaChat.Usage;

/// <summary>The options of the ClickHouse store.</summary>
public sealed class ClickHouseUsageOptions
{
    /// <summary>
    /// The connection string of an existing database, in the format of ClickHouse.Driver:
    /// <c>Host=localhost;Port=8123;Database=usage;Username=usage</c>.
    /// </summary>
    /// <value>The default is empty, which is an error at start.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// The name of the cluster in the configuration of its servers (<c>remote_servers</c>): tables are replicated, and
    /// records are distributed over its shards by their id. All servers must define the macros <c>shard</c> and
    /// <c>replica</c>.
    /// </summary>
    /// <value>The default is null: one server.</value>
    public string? Cluster { get; set; }

    /// <summary>
    /// <c>true</c> if the tables are created and upgraded when the host starts or, without a host, before the first use;
    /// otherwise, <c>false</c>: call <c>MigrateGigaChatUsageAsync()</c> during deployment.
    /// </summary>
    /// <value>The default is <c>true</c>.</value>
    public bool MigrateOnStart { get; set; } = true;

    /// <summary>
    /// The age at which records are deleted, at least one day; a hosted application deletes older ones every hour.
    /// Totals, charts and filter lists stay.
    /// </summary>
    /// <value>The default is null: records are never deleted. Without a host call
    /// <see cref="ClickHouseUsageStore.DeleteRecordsOlderThanAsync"/>.</value>
    public TimeSpan? RetainRecordsFor { get; set; }

    /// <summary>
    /// <c>true</c> if this application seals days every ten minutes, when it is hosted; otherwise, <c>false</c>: another
    /// application or a scheduled call of <see cref="ClickHouseUsageStore.SealAsync"/> does.
    /// </summary>
    /// <value>The default is <c>true</c>. Several applications may seal the same days.</value>
    public bool SealDays { get; set; } = true;
}
