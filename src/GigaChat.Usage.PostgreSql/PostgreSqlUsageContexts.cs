using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace GigaChat.Usage;

internal static class PostgreSqlUsageContexts
{
    /// <summary>Contexts whose model names the schema, for reading and writing.</summary>
    public static UsageContextFactory Create(PostgreSqlUsageOptions options) => new(Options(options).Options, options.Schema);

    /// <summary>Contexts that migrate: their model names no schema, as the shipped migrations do not; the schema is put in as SQL is written.</summary>
    public static UsageContextFactory CreateForMigrations(PostgreSqlUsageOptions options) => new(
        Options(options).ReplaceService<IMigrationsSqlGenerator, PostgreSqlUsageMigrationsSqlGenerator>().Options,
        schema: null);

    private static DbContextOptionsBuilder<UsageDbContext> Options(PostgreSqlUsageOptions options)
    {
        var connection = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        connection.ApplicationName ??= "GigaChat.Usage";
        var builder = new DbContextOptionsBuilder<UsageDbContext>();
        builder.UseNpgsql(connection.ConnectionString, npgsql => npgsql
            .MigrationsAssembly(typeof(PostgreSqlUsageContexts).Assembly)
            .MigrationsHistoryTable(UsageMigrator.HistoryTable, options.Schema));
        builder.ReplaceService<IModelCacheKeyFactory, UsageModelCacheKeyFactory>();
        return builder;
    }
}
