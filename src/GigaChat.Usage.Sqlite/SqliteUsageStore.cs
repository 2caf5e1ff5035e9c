using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Sqlite;

namespace GigaChat.Usage;

/// <summary>Keeps records in an SQLite file, which several processes of one machine may share.</summary>
/// <remarks>
/// The file is kept in write-ahead mode, so that questions do not wait for writes. A writer waits for another as long
/// as the connection string's
/// <c>Default Timeout</c> says, 10 seconds when it says nothing.
/// </remarks>
public sealed class SqliteUsageStore : EfUsageStore
{
    /// <summary>Makes a store, which opens nothing until its first use; dispose it last.</summary>
    /// <param name="connectionString">Names the file: <c>Data Source=usage.db</c>.</param>
    /// <param name="migrateOnStart">Whether its first use creates the tables or brings them up to date.</param>
    /// <param name="timeZone">The time zone of the report's days, by which rollups are kept; Europe/Moscow when
    /// null.</param>
    /// <exception cref="ArgumentException">The connection string is empty, cannot be read or names no file.</exception>
    public SqliteUsageStore(string connectionString, bool migrateOnStart = true, TimeZoneInfo? timeZone = null)
        : this(connectionString, migrateOnStart, StoreServices.Without(timeZone)) { }

    internal SqliteUsageStore(string connectionString, bool migrateOnStart, StoreServices services)
        : this(connectionString, migrateOnStart, services, new SqliteFile(services.Time)) { }

    private SqliteUsageStore(string connectionString, bool migrateOnStart, StoreServices services, SqliteFile file)
        : base(
            new SqliteDialect(file),
            SqliteContext.Options(connectionString, file),
            schema: null,
            migrateOnStart,
            services
        ) { }
}
