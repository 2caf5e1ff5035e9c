using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GigaChat.Usage;

internal static class SqliteUsageContexts
{
    public static UsageContextFactory Create(SqliteUsageOptions options)
    {
        var connection = new SqliteConnectionStringBuilder(options.ConnectionString)
        {
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(options.BusyTimeout.TotalSeconds)),
        };
        var builder = new DbContextOptionsBuilder<UsageDbContext>();
        builder.UseSqlite(connection.ConnectionString, Configure);
        builder.AddInterceptors(new SqliteConnectionSetup(options.BusyTimeout, options.SyncToDisk));
        builder.ReplaceService<IMigrationsSqlGenerator, SqliteUsageMigrationsSqlGenerator>();
        builder.ReplaceService<IModelCacheKeyFactory, UsageModelCacheKeyFactory>();
        return new UsageContextFactory(builder.Options, schema: null);
    }

    public static void Configure(SqliteDbContextOptionsBuilder sqlite) => sqlite
        .MigrationsAssembly(typeof(SqliteUsageContexts).Assembly)
        .MigrationsHistoryTable(UsageMigrator.HistoryTable);
}
