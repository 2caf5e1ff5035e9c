using Microsoft.Data.Sqlite;

namespace GigaChat.Usage;

/// <summary>Keeps records in an SQLite file, which several processes of one machine may share.</summary>
/// <remarks>
/// The file is kept in write-ahead mode, so that questions do not wait for writes. A writer waits for another as long as the connection string's
/// <c>Default Timeout</c> says, 10 seconds when it says nothing.
/// </remarks>
public sealed class SqliteUsageStore : EfUsageStore
{
    private readonly string _connectionString;

    /// <summary>Makes a store, which opens nothing until its first use; dispose it last.</summary>
    /// <param name="connectionString">Names the file: <c>Data Source=usage.db</c>.</param>
    /// <param name="migrateOnStart">Whether its first use creates the tables or brings them up to date.</param>
    /// <exception cref="ArgumentException">The connection string is empty, cannot be read or names no file.</exception>
    public SqliteUsageStore(string connectionString, bool migrateOnStart = true)
        : base(SqliteContext.Options(SqliteContext.Complete(connectionString)), migrateOnStart) =>
        _connectionString = SqliteContext.Complete(connectionString);

    internal override Task MigrateAsync(UsageDbContext context, CancellationToken ct) => SqliteMigration.RunAsync(context, ct);

    internal override Exception? Explain(Exception error) => error is SqliteException sqlite ? SqliteErrors.Explain(sqlite, _connectionString) : null;

    internal override void CloseConnections()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }
}
