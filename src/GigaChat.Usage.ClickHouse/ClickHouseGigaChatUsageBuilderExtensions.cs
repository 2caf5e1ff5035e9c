using GigaChat.Usage;
using GigaChat.Usage.ClickHouse;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that choose ClickHouse as the store of usage tracking.</summary>
public static class ClickHouseGigaChatUsageBuilderExtensions
{
    /// <summary>
    /// Stores records in ClickHouse; the store is also registered as <see cref="ClickHouseUsageStore"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The connection string of an existing database:
    /// <c>Host=localhost;Port=8123;Database=usage;Username=usage</c>.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseClickHouse(this IGigaChatUsageBuilder builder, string connectionString) =>
        builder.UseClickHouse(connectionString, static _ => { });

    /// <summary>
    /// Stores records in ClickHouse; the store is also registered as <see cref="ClickHouseUsageStore"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The connection string of an existing database:
    /// <c>Host=localhost;Port=8123;Database=usage;Username=usage</c>.</param>
    /// <param name="configure">Sets further options; invalid ones cause an <see cref="OptionsValidationException"/> at
    /// start.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseClickHouse(
        this IGigaChatUsageBuilder builder,
        string connectionString,
        Action<ClickHouseUsageOptions> configure
    )
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.UseClickHouse(options =>
        {
            options.ConnectionString = connectionString;
            configure(options);
        });
    }

    /// <summary>
    /// Stores records in ClickHouse; the store is also registered as <see cref="ClickHouseUsageStore"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options, the connection string at least; invalid ones cause an
    /// <see cref="OptionsValidationException"/> at start.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Budgets that processes share need another database beside it:
    /// <c>ShareBudgets(budgets => budgets.UsePostgreSql(...))</c>.
    /// </remarks>
    public static IGigaChatUsageBuilder UseClickHouse(
        this IGigaChatUsageBuilder builder,
        Action<ClickHouseUsageOptions> configure
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var services = builder.Services;
        services
            .AddOptionsWithValidateOnStart<ClickHouseUsageOptions, ClickHouseUsageOptionsValidator>()
            .Configure(configure);
        services.TryAddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<ClickHouseUsageOptions>>().Value;
            return new ClickHouseUsageStore(
                options.ConnectionString,
                options.Cluster,
                options.MigrateOnStart,
                ClickHouseServices.From(provider)
            );
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ClickHouseMigrationService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ClickHouseUpkeepService>());
        return builder.UseStore(static provider => provider.GetRequiredService<ClickHouseUsageStore>());
    }
}
