using GigaChat.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What the packages of the providers share.</summary>
internal static class RelationalStoreExtensions
{
    public static IGigaChatUsageBuilder UseRelationalStore(
        this IGigaChatUsageBuilder builder,
        Func<IServiceProvider, EfUsageStore> makeStore,
        Func<IServiceProvider, IDbContextFactory<UsageDbContext>>? contexts = null)
    {
        if (contexts is not null)
            builder.Services.Replace(ServiceDescriptor.Singleton(contexts));
        builder.Services.Replace(ServiceDescriptor.Singleton(makeStore));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UsageMigrationService>());
        return builder.UseStore(static services => services.GetRequiredService<EfUsageStore>());
    }

    public static TimeZoneInfo GetReportZone(this IServiceProvider services) =>
        services.GetService<IOptions<GigaChatUsageOptions>>() is { } options
            ? ReportZone.Find(options.Value.TimeZone) ?? ReportTimeZone.Default
            : ReportTimeZone.Default;

    public static TimeProvider GetTimeProvider(this IServiceProvider services) => services.GetService<TimeProvider>() ?? TimeProvider.System;

    public static ILogger GetUsageLogger(this IServiceProvider services) =>
        services.GetService<ILoggerFactory>()?.CreateLogger("GigaChat.Usage.Storage") ?? NullLogger.Instance;

    /// <summary>A context of the application's own, from a scope of its own.</summary>
    public static UsageContextLease LeaseContext<TContext>(this IServiceProvider services)
        where TContext : DbContext
    {
        var scope = services.CreateAsyncScope();
        return new UsageContextLease(scope.ServiceProvider.GetRequiredService<TContext>(), scope);
    }
}
