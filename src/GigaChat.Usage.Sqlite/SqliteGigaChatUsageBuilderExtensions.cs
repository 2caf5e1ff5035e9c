using GigaChat.Usage;
using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Sqlite;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that choose SQLite as the store of usage tracking.</summary>
public static class SqliteGigaChatUsageBuilderExtensions
{
    /// <summary>
    /// Stores records in an SQLite file; the store is also registered as <see cref="SqliteUsageStore"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The connection string with the file: <c>Data Source=usage.db</c>. Its folder must
    /// exist.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseSqlite(this IGigaChatUsageBuilder builder, string connectionString) =>
        builder.UseSqlite(connectionString, static _ => { });

    /// <summary>
    /// Stores records in an SQLite file; the store is also registered as <see cref="SqliteUsageStore"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The connection string with the file: <c>Data Source=usage.db</c>. Its folder must
    /// exist.</param>
    /// <param name="configure">Sets further options; invalid ones cause an <see cref="OptionsValidationException"/> at
    /// start.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseSqlite(
        this IGigaChatUsageBuilder builder,
        string connectionString,
        Action<SqliteUsageOptions> configure
    )
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.UseSqlite(options =>
        {
            options.ConnectionString = connectionString;
            configure(options);
        });
    }

    /// <summary>
    /// Stores records in an SQLite file; the store is also registered as <see cref="SqliteUsageStore"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options, the connection string at least; invalid ones cause an
    /// <see cref="OptionsValidationException"/> at start.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseSqlite(
        this IGigaChatUsageBuilder builder,
        Action<SqliteUsageOptions> configure
    ) =>
        builder.UseRelationalStore<SqliteUsageStore, SqliteUsageOptions, SqliteUsageOptionsValidator>(
            configure,
            static (options, services) =>
                new SqliteUsageStore(options.ConnectionString, options.MigrateOnStart, services)
        );
}
