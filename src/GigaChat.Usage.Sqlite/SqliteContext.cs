using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace GigaChat.Usage;

/// <summary>How the library opens its context on SQLite; the <c>dotnet ef</c> tool makes migrations with it.</summary>
internal sealed class SqliteContext : IDesignTimeDbContextFactory<UsageDbContext>
{
    private const int TimeoutSeconds = 10;

    public UsageDbContext CreateDbContext(string[] args) => new(Options("Data Source=usage.db"));

    public static DbContextOptions<UsageDbContext> Options(string connectionString) => new DbContextOptionsBuilder<UsageDbContext>()
        .UseSqlite(connectionString, static sqlite => sqlite
            .MigrationsAssembly(typeof(SqliteContext).Assembly)
            .MigrationsHistoryTable("__gigachat_usage_migrations"))
        .AddInterceptors(WriteAheadLog.Instance)
        .Options;

    /// <summary>A valid connection string with the library's timeout, unless it has its own.</summary>
    public static string Complete(string connectionString)
    {
        if (SqliteUsageOptionsValidator.Problem(connectionString) is { } problem)
            throw new ArgumentException(problem, nameof(connectionString));
        var parts = new SqliteConnectionStringBuilder(connectionString);
        if (!parts.ShouldSerialize("Default Timeout"))
            parts.DefaultTimeout = TimeoutSeconds;
        return parts.ToString();
    }
}
