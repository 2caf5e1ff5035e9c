namespace GigaChat.Usage;

/// <summary>The choices of the SQLite store.</summary>
public sealed class SqliteUsageOptions
{
    /// <summary>The connection string, such as <c>Data Source=gigachat-usage.db</c>. A database in memory is refused: use <c>UseInMemory()</c>.</summary>
    /// <value>The default is what <c>UseSqlite</c> was given.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>Whether the tables are brought up to date when the host starts, and without a host on first use.</summary>
    /// <value>The default is true. When false, call <c>MigrateGigaChatUsageAsync()</c> on the service provider.</value>
    public bool MigrateOnStart { get; set; } = true;

    /// <summary>How long a write waits for another process to finish its own, zero to 10 minutes.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether each batch is on the disk before it counts as written, so that it survives a loss of power. When false it survives the end of the process, and writing is faster.</summary>
    /// <value>The default is true.</value>
    public bool SyncToDisk { get; set; } = true;
}
