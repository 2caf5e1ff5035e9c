using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Sqlite;

namespace GigaChat.Usage;

/// <summary>Stores records in an SQLite file, which several processes of one machine may share.</summary>
/// <remarks>
/// The file is in write-ahead mode, so that queries do not wait for writes. A writer waits for another for at most the
/// connection string's <c>Default Timeout</c>, 10 seconds unless it is set.
/// </remarks>
public sealed class SqliteUsageStore : EfUsageStore
{
    /// <summary>
    /// Initializes a new instance of the <see cref="SqliteUsageStore"/> class. It opens no connection until its first
    /// use; dispose it last.
    /// </summary>
    /// <param name="connectionString">The connection string with the file: <c>Data Source=usage.db</c>.</param>
    /// <param name="migrateOnStart"><c>true</c> if its first use creates or migrates the tables; otherwise,
    /// <c>false</c>.</param>
    /// <param name="timeZone">The report time zone, which rollups use; null for Europe/Moscow.</param>
    /// <exception cref="ArgumentException">The connection string is empty, is not valid or names no file.</exception>
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
