namespace GigaChat.Usage;

/// <summary>Where and how usage is kept in SQLite.</summary>
public sealed class SqliteUsageOptions
{
    /// <summary>The connection string of a database file, such as <c>Data Source=usage.db</c>; the file is made when missing, its folder is not.</summary>
    /// <value>The default is empty, which is an error at start.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// Whether the tables are created and brought up to date when the host starts, or, without a host, before the first use.
    /// When false, call <c>MigrateGigaChatUsageAsync()</c> when you deploy.
    /// </summary>
    /// <value>The default is true.</value>
    public bool MigrateOnStart { get; set; } = true;
}
