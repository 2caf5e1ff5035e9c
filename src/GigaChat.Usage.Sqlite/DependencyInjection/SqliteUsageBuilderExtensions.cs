using GigaChat.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps usage records in SQLite.</summary>
public static class SqliteUsageBuilderExtensions
{
    /// <summary>Keeps records in a SQLite file, which is made when it is missing. Several processes of one machine may share it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The file, such as <c>Data Source=gigachat-usage.db</c>; its folder must exist.</param>
    /// <param name="configure">Further choices.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Wrong options throw <see cref="OptionsValidationException"/> when the host starts, and without a host when the store is first asked for.</remarks>
    public static IGigaChatUsageBuilder UseSqlite(this IGigaChatUsageBuilder builder, string connectionString, Action<SqliteUsageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<SqliteUsageOptions>()
            .Configure(options =>
            {
                options.ConnectionString = connectionString;
                configure?.Invoke(options);
            })
            .ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteUsageOptions>, SqliteUsageOptionsValidator>());
        return builder.UseRelationalStore(MakeStore, static services => SqliteUsageContexts.Create(Options(services)));
    }

    /// <summary>Keeps records in a context of the application's own, whose model calls <c>AddGigaChatUsage()</c> and whose provider is SQLite. Its migrations are the application's.</summary>
    /// <typeparam name="TContext">The context, registered with <c>AddDbContext</c> or <c>AddDbContextFactory</c>.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseSqlite<TContext>(this IGigaChatUsageBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseRelationalStore(static services => new EfUsageStore(
            new SqliteDialect(),
            () => services.LeaseContext<TContext>(),
            new SchemaGate(migrate: null, onFirstUse: false),
            services.GetReportZone(),
            services.GetTimeProvider()));
    }

    internal static EfUsageStore MakeStore(SqliteUsageOptions options, UsageContextFactory contexts, IServiceProvider services)
    {
        var dialect = new SqliteDialect();
        var migrator = new UsageMigrator(dialect, contexts.CreateDbContext, services.GetUsageLogger());
        return new EfUsageStore(
            dialect,
            contexts.Lease,
            new SchemaGate(migrator.MigrateAsync, options.MigrateOnStart),
            services.GetReportZone(),
            services.GetTimeProvider());
    }

    private static EfUsageStore MakeStore(IServiceProvider services) =>
        MakeStore(Options(services), (UsageContextFactory)services.GetRequiredService<IDbContextFactory<UsageDbContext>>(), services);

    private static SqliteUsageOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<SqliteUsageOptions>>().Value;
}
