using System.Diagnostics.Metrics;
using GigaChat.Usage;
using GigaChat.Usage.Capture;
using GigaChat.Usage.Configuration;
using GigaChat.Usage.DependencyInjection;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that add usage tracking to an application.</summary>
public static class GigaChatUsageServiceCollectionExtensions
{
    /// <summary>
    /// Tracks the GigaChat calls of every <see cref="IHttpClientFactory"/> client; for other calls only the path is
    /// checked.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <returns>The builder, which chooses the store. Without a choice, records are stored in memory, and a host logs a
    /// warning when it starts.</returns>
    public static IGigaChatUsageBuilder AddGigaChatUsageTracking(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddCore();
        services.Configure<TrackedClients>(static clients => clients.All = true);
        return new GigaChatUsageBuilder(services);
    }

    /// <summary>
    /// Tracks the GigaChat calls of every <see cref="IHttpClientFactory"/> client, with options from configuration.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">A section with the properties of <see cref="GigaChatUsageOptions"/> as keys; an
    /// unknown key is an error at start.</param>
    public static IGigaChatUsageBuilder AddGigaChatUsageTracking(
        this IServiceCollection services,
        IConfigurationSection configuration
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddGigaChatUsageTracking(options => GigaChatUsageOptionsBinder.Bind(configuration, options));
    }

    /// <summary>Tracks the GigaChat calls of every <see cref="IHttpClientFactory"/> client.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets options; invalid ones cause an <see cref="OptionsValidationException"/> at
    /// start.</param>
    public static IGigaChatUsageBuilder AddGigaChatUsageTracking(
        this IServiceCollection services,
        Action<GigaChatUsageOptions> configure
    )
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = services.AddGigaChatUsageTracking();
        services.Configure(configure);
        return builder;
    }

    internal static void AddCore(this IServiceCollection services)
    {
        services.AddHttpClient();
        services.AddLogging();
        services.AddMetrics();
        services.AddOptionsWithValidateOnStart<GigaChatUsageOptions, GigaChatUsageOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);

        services.TryAddSingleton<InMemoryUsageStore>();
        services.TryAddSingleton<IUsageStore>(static provider => provider.GetRequiredService<InMemoryUsageStore>());
        services.TryAddSingleton<IUsageReader>(static provider => provider.GetRequiredService<InMemoryUsageStore>());

        services.TryAddSingleton(static provider => new GigaChatUsageMeter(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton(UsageRecorder.FromServices);
        services.TryAddSingleton(UsageDeadLetters.FromServices);
        services.TryAddSingleton<IUsageRecorder>(static provider => provider.GetRequiredService<UsageRecorder>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UsageRecorderHostedService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, NoStoreWarning>());
        services.TryAddSingleton<StartChecks>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHostedService, StartChecks>(static provider =>
                provider.GetRequiredService<StartChecks>()
            )
        );

        services.TryAddSingleton(static _ => new CalibratingTokenEstimator()); // By a factory: its prior is not the application's estimator, which is itself.
        services.TryAddSingleton<ITokenEstimator>(static provider =>
        {
            var estimator = provider.GetRequiredService<CalibratingTokenEstimator>();
            provider.GetRequiredService<GigaChatUsageMeter>().Observe(estimator);
            return estimator;
        });
        services.TryAddSingleton(static provider => new CaptureFailures(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<GigaChatUsageHandler>>(),
            provider.GetRequiredService<GigaChatUsageMeter>()
        ));
        services.TryAddSingleton(static provider => new UsageCapture(
            provider.GetRequiredService<IUsageRecorder>(),
            provider.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value,
            provider.GetRequiredService<ITokenEstimator>(),
            Enrichers(provider),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<CaptureFailures>(),
            provider.GetServices<ICallGate>(),
            [.. provider.GetServices<IBalanceObserver>()],
            provider.GetRequiredService<UsageTelemetry>(),
            provider.GetRequiredService<EndpointMatcher>(),
            TimeLimitClock.Of(provider),
            provider.GetServices<IUsageObserver>(),
            provider.GetRequiredService<CurrentPrices>()
        ));
        services.TryAddSingleton(static provider => new UsageTelemetry(
            provider.GetRequiredService<GigaChatUsageMeter>().Meter,
            provider.GetRequiredService<CurrentPrices>(),
            provider.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value.MeterEstimates
        ));
        services.TryAddTransient(static provider => new GigaChatUsageHandler(
            provider.GetRequiredService<CaptureSource>(),
            provider
                .GetRequiredService<EndpointMatcher>()
                .ToEveryHost(provider.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value),
            clientContext: null
        ));
        services.TryAddSingleton(static provider => new CaptureSource(provider));
        services.TryAddSingleton(static provider =>
            EndpointMatcher.For(provider.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value)
        );
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, UsageHandlerFilter>());

        services.AddReloadingOptions<PriceBookChoice>();
        services.TryAddSingleton(static provider => new CurrentPrices(
            provider.GetRequiredService<IOptionsMonitor<PriceBookChoice>>()
        ));
        services.TryAddTransient(static provider => provider.GetRequiredService<CurrentPrices>().Book);
        services.TryAddSingleton(static provider => new GigaChatTokenUsage(
            provider.GetRequiredService<CurrentPrices>(),
            provider.GetRequiredService<IUsageReader>(),
            ReportTimeZone.Find(provider.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value.TimeZone),
            provider.GetRequiredService<TimeProvider>()
        )
        {
            Estimator = provider.GetRequiredService<ITokenEstimator>(),
        });
        services.TryAddSingleton(static provider => new GigaChatUsageDoctor(provider));
    }

    /// <summary>Creates the enrichers when they are enumerated, which is with the first call.</summary>
    private static IEnumerable<IUsageEnricher> Enrichers(IServiceProvider provider)
    {
        foreach (var enricher in provider.GetServices<IUsageEnricher>())
            yield return enricher;
    }
}
