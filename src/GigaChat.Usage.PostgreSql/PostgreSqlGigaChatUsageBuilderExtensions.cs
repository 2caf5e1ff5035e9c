using GigaChat.Usage;
using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.PostgreSql;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that choose PostgreSQL as the store of usage tracking.</summary>
public static class PostgreSqlGigaChatUsageBuilderExtensions
{
    /// <summary>
    /// Stores records in a PostgreSQL database; the store is also registered as <see cref="PostgreSqlUsageStore"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The connection string of an existing database:
    /// <c>Host=localhost;Database=app;Username=app</c>.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UsePostgreSql(this IGigaChatUsageBuilder builder, string connectionString) =>
        builder.UsePostgreSql(connectionString, static _ => { });

    /// <summary>
    /// Stores records in a PostgreSQL database; the store is also registered as <see cref="PostgreSqlUsageStore"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The connection string of an existing database:
    /// <c>Host=localhost;Database=app;Username=app</c>.</param>
    /// <param name="configure">Sets further options; invalid ones cause an <see cref="OptionsValidationException"/> at
    /// start.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UsePostgreSql(
        this IGigaChatUsageBuilder builder,
        string connectionString,
        Action<PostgreSqlUsageOptions> configure
    )
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.UsePostgreSql(options =>
        {
            options.ConnectionString = connectionString;
            configure(options);
        });
    }

    /// <summary>
    /// Stores records in a PostgreSQL database; the store is also registered as <see cref="PostgreSqlUsageStore"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options, the connection string at least; invalid ones cause an
    /// <see cref="OptionsValidationException"/> at start.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UsePostgreSql(
        this IGigaChatUsageBuilder builder,
        Action<PostgreSqlUsageOptions> configure
    ) =>
        builder.UseRelationalStore<PostgreSqlUsageStore, PostgreSqlUsageOptions, PostgreSqlUsageOptionsValidator>(
            configure,
            static (options, services) =>
                new PostgreSqlUsageStore(options.ConnectionString, options.Schema, options.MigrateOnStart, services)
        );
}
