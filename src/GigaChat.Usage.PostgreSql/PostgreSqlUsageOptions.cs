namespace GigaChat.Usage;

/// <summary>
/// The options of the PostgreSQL store. The connection string names an existing database, such as
/// <c>Host=localhost;Database=app;Username=app</c>.
/// </summary>
public sealed class PostgreSqlUsageOptions : RelationalUsageOptions
{
    /// <summary>The schema of the tables, created when it is missing; at most 63 bytes.</summary>
    /// <value>The default is null: the first schema of the connection's search path, usually <c>public</c>.</value>
    public string? Schema { get; set; }
}
