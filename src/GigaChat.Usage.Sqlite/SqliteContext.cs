using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GigaChat.Usage.Sqlite;

/// <summary>Creates the library's context on SQLite; the <c>dotnet ef</c> tool creates migrations with it.</summary>
internal sealed class SqliteContext : IDesignTimeDbContextFactory<UsageDbContext>
{
    private const int TimeoutSeconds = 10;

    public UsageDbContext CreateDbContext(string[] args) =>
        new(Options("Data Source=usage.db", new SqliteFile(TimeProvider.System)));

    public static DbContextOptions<UsageDbContext> Options(string connectionString, SqliteFile file)
    {
        if (SqliteUsageOptionsValidator.Problem(connectionString) is { } problem)
            throw new ArgumentException(problem, nameof(connectionString));
        var parts = new SqliteConnectionStringBuilder(connectionString);
        if (!parts.ShouldSerialize("Default Timeout"))
            parts.DefaultTimeout = TimeoutSeconds;
        return new DbContextOptionsBuilder<UsageDbContext>()
            .UseSqlite(parts.ToString(), static sqlite =>
                sqlite
                    .MigrationsAssembly(typeof(SqliteContext).Assembly)
                    .MigrationsHistoryTable(UsageTables.HistoryName)
            )
            .AddInterceptors(new SqliteConnectionSetup(file))
            .ReplaceService<IMigrationsSqlGenerator, SqliteUsageMigrationsSqlGenerator>()
            .ReplaceService<IModelCacheKeyFactory, UsageModelCacheKeyFactory>()
            .Options;
    }
}
