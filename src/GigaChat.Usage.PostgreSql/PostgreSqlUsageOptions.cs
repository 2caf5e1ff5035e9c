namespace GigaChat.Usage;

/// <summary>Where and how usage is kept in PostgreSQL. The connection string names a database that exists, such as
/// <c>Host=localhost;Database=app;Username=app</c>.</summary>
public sealed class PostgreSqlUsageOptions : RelationalUsageOptions
{
    /// <summary>The schema of the tables, made when it is missing; at most 63 bytes.</summary>
    /// <value>The default is null: the first schema of the connection's search path, usually <c>public</c>.</value>
    public string? Schema { get; set; }
}
