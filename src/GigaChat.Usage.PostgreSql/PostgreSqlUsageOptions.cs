namespace GigaChat.Usage;

/// <summary>The choices of the PostgreSQL store.</summary>
public sealed class PostgreSqlUsageOptions
{
    /// <summary>The connection string, such as <c>Host=localhost;Database=app;Username=app</c>.</summary>
    /// <value>The default is what <c>UsePostgreSql</c> was given.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>The schema of the tables, made when it is missing; at most 63 bytes.</summary>
    /// <value>The default is null: the first schema of the connection's search path, usually <c>public</c>.</value>
    public string? Schema { get; set; }

    /// <summary>Whether the tables are brought up to date when the host starts, and without a host on first use.</summary>
    /// <value>The default is true. When false, call <c>MigrateGigaChatUsageAsync()</c> on the service provider.</value>
    public bool MigrateOnStart { get; set; } = true;
}
