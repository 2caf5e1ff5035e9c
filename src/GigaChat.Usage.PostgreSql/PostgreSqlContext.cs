using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace GigaChat.Usage.PostgreSql;

/// <summary>
/// Creates the library's context on PostgreSQL; the <c>dotnet ef</c> tool creates migrations with it.
/// </summary>
internal sealed class PostgreSqlContext : IDesignTimeDbContextFactory<UsageDbContext>
{
    public UsageDbContext CreateDbContext(string[] args) => new(Options("Host=localhost", schema: null));

    public static DbContextOptions<UsageDbContext> Options(string connectionString, string? schema)
    {
        if (PostgreSqlUsageOptionsValidator.Problem(connectionString) is { } problem)
            throw new ArgumentException(problem, nameof(connectionString));
        if (PostgreSqlUsageOptionsValidator.SchemaProblem(schema) is { } schemaProblem)
            throw new ArgumentException(schemaProblem, nameof(schema));
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        parts.ApplicationName ??= "GigaChat.Usage";
        return new DbContextOptionsBuilder<UsageDbContext>()
            .UseNpgsql(parts.ConnectionString, npgsql =>
                npgsql
                    .MigrationsAssembly(typeof(PostgreSqlContext).Assembly)
                    .MigrationsHistoryTable(UsageTables.HistoryName, schema)
            )
            .ReplaceService<IModelCacheKeyFactory, UsageModelCacheKeyFactory>()
            .Options;
    }
}
