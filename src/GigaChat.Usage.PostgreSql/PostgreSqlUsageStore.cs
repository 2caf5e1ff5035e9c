namespace GigaChat.Usage;

/// <summary>Keeps records in a PostgreSQL database (14 or later), which any number of processes may share.</summary>
public sealed class PostgreSqlUsageStore : EfUsageStore
{
    /// <summary>Makes a store, which opens nothing until its first use; dispose it last.</summary>
    /// <param name="connectionString">Names a database that exists: <c>Host=localhost;Database=app;Username=app</c>.</param>
    /// <param name="schema">The schema of the tables; null for the first of the connection's search path, usually <c>public</c>.</param>
    /// <param name="migrateOnStart">Whether its first use creates the tables or brings them up to date.</param>
    /// <param name="timeZone">The time zone of the report's days, by which rollups are kept; Europe/Moscow when null.</param>
    /// <exception cref="ArgumentException">The connection string is empty, cannot be read or names no server, or the schema is no name.</exception>
    public PostgreSqlUsageStore(string connectionString, string? schema = null, bool migrateOnStart = true, TimeZoneInfo? timeZone = null)
        : this(connectionString, schema, migrateOnStart, StoreServices.Without(timeZone))
    {
    }

    internal PostgreSqlUsageStore(string connectionString, string? schema, bool migrateOnStart, StoreServices services)
        : base(PostgreSqlDialect.Instance, PostgreSqlContext.Options(connectionString, schema), schema, migrateOnStart, services)
    {
    }
}
