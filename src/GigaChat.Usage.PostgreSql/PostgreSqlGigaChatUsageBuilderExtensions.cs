using GigaChat.Usage;
using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.PostgreSql;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses PostgreSQL as the store of usage tracking.</summary>
public static class PostgreSqlGigaChatUsageBuilderExtensions
{
    /// <summary>Keeps records in a PostgreSQL database; the store is also there as
    /// <see cref="PostgreSqlUsageStore"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">Names a database that exists:
    /// <c>Host=localhost;Database=app;Username=app</c>.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UsePostgreSql(this IGigaChatUsageBuilder builder, string connectionString) =>
        builder.UsePostgreSql(connectionString, static _ => { });

    /// <summary>Keeps records in a PostgreSQL database; the store is also there as
    /// <see cref="PostgreSqlUsageStore"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">Names a database that exists:
    /// <c>Host=localhost;Database=app;Username=app</c>.</param>
    /// <param name="configure">Sets further options; wrong ones are an <see cref="OptionsValidationException"/> at
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

    /// <summary>Keeps records in a PostgreSQL database; the store is also there as
    /// <see cref="PostgreSqlUsageStore"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options, the connection string at least; wrong ones are an
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
