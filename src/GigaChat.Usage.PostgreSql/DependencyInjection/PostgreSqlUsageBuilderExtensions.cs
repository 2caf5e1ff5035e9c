using GigaChat.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps usage records in PostgreSQL.</summary>
public static class PostgreSqlUsageBuilderExtensions
{
    /// <summary>Keeps records in a PostgreSQL database (14 or later), which must exist. Any number of processes may share it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The database, such as <c>Host=localhost;Database=app;Username=app</c>.</param>
    /// <param name="configure">Further choices.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Wrong options throw <see cref="OptionsValidationException"/> when the host starts, and without a host when the store is first asked for.</remarks>
    public static IGigaChatUsageBuilder UsePostgreSql(this IGigaChatUsageBuilder builder, string connectionString, Action<PostgreSqlUsageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<PostgreSqlUsageOptions>()
            .Configure(options =>
            {
                options.ConnectionString = connectionString;
                configure?.Invoke(options);
            })
            .ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlUsageOptions>, PostgreSqlUsageOptionsValidator>());
        return builder.UseRelationalStore(static services => MakeStore(Options(services), services), static services => PostgreSqlUsageContexts.Create(Options(services)));
    }

    /// <summary>Keeps records in a context of the application's own, whose model calls <c>AddGigaChatUsage()</c> and whose provider is Npgsql. Its migrations are the application's.</summary>
    /// <typeparam name="TContext">The context, registered with <c>AddDbContext</c> or <c>AddDbContextFactory</c>.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UsePostgreSql<TContext>(this IGigaChatUsageBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseRelationalStore(static services => new EfUsageStore(
            new PostgreSqlDialect(),
            () => services.LeaseContext<TContext>(),
            new SchemaGate(migrate: null, onFirstUse: false),
            services.GetReportZone(),
            services.GetTimeProvider()));
    }

    internal static EfUsageStore MakeStore(PostgreSqlUsageOptions options, IServiceProvider services)
    {
        var dialect = new PostgreSqlDialect();
        var migrator = new UsageMigrator(dialect, PostgreSqlUsageContexts.CreateForMigrations(options).CreateDbContext, services.GetUsageLogger());
        return new EfUsageStore(
            dialect,
            PostgreSqlUsageContexts.Create(options).Lease,
            new SchemaGate(migrator.MigrateAsync, options.MigrateOnStart),
            services.GetReportZone(),
            services.GetTimeProvider());
    }

    private static PostgreSqlUsageOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<PostgreSqlUsageOptions>>().Value;
}
