using GigaChat.Usage;
using GigaChat.Usage.Alerts;
using GigaChat.Usage.Diagnostics;
using GigaChat.Usage.Logging;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that add alerts.</summary>
public static class GigaChatUsageAlertBuilderExtensions
{
    /// <summary>
    /// Adds alerts with the default rules, written to the log; see <see cref="UsageAlertRules"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    public static IGigaChatUsageBuilder AddAlerts(this IGigaChatUsageBuilder builder) =>
        builder.AddAlerts(static _ => { });

    /// <summary>Adds alerts. Called again, it goes on with the same configuration.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets options, rules and sinks.</param>
    /// <exception cref="OptionsValidationException">A rule is not valid; the message names every one. Invalid options
    /// are reported at start.</exception>
    public static IGigaChatUsageBuilder AddAlerts(
        this IGigaChatUsageBuilder builder,
        Action<UsageAlertsBuilder> configure
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var alerts = builder
            .Services.Select(static service => service.ImplementationInstance)
            .OfType<UsageAlertsBuilder>()
            .FirstOrDefault()
            ?? Register(builder);
        configure(alerts);
        alerts.Rules.Validate();
        return builder;
    }

    /// <summary>Adds alerts from configuration: a group with options, <c>Rules</c>, <c>Webhooks</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configuration">The section.</param>
    /// <exception cref="OptionsValidationException">A setting is not valid or not known;
    /// the message names every one.</exception>
    public static IGigaChatUsageBuilder AddAlerts(
        this IGigaChatUsageBuilder builder,
        IConfigurationSection configuration
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return builder.AddAlerts(alerts => UsageAlertReader.Read(configuration, alerts));
    }

    private static UsageAlertsBuilder Register(IGigaChatUsageBuilder builder)
    {
        var services = builder.Services;
        var alerts = new UsageAlertsBuilder(services);
        services.AddSingleton(alerts);
        services.AddOptionsWithValidateOnStart<UsageAlertOptions, UsageAlertOptionsValidator>();
        services.TryAddSingleton(static provider =>
            provider.GetService<DefaultAlertStore>()?.Find(provider)
            ?? new InMemoryUsageAlertStore(provider.GetRequiredService<TimeProvider>())
        );
        services.TryAddSingleton<AlertHealth>();
        services.TryAddSingleton(static provider => new AlertMetrics(
            provider.GetRequiredService<GigaChatUsageMeter>().Meter
        ));
        services.TryAddSingleton(provider => new AlertDeliverer(
            provider.GetRequiredService<IUsageAlertStore>(),
            alerts.Sinks(provider),
            provider.GetRequiredService<IOptions<UsageAlertOptions>>().Value,
            provider.GetRequiredService<GigaChatTokenUsage>().TimeZone,
            provider.GetRequiredService<TimeProvider>(),
            TimeLimitClock.Of(provider),
            provider.GetRequiredService<AlertHealth>(),
            provider.GetRequiredService<AlertMetrics>(),
            new QuietLogger(provider.GetRequiredService<ILogger<GigaChatUsageAlerts>>())
        ));
        services.TryAddSingleton(provider => new GigaChatUsageAlerts(
            provider,
            provider.GetRequiredService<IOptions<UsageAlertOptions>>().Value,
            alerts.Rules,
            provider.GetRequiredService<IUsageAlertStore>(),
            provider.GetRequiredService<AlertDeliverer>(),
            provider.GetRequiredService<AlertHealth>(),
            provider.GetRequiredService<AlertMetrics>(),
            new QuietLogger(provider.GetRequiredService<ILogger<GigaChatUsageAlerts>>())
        ));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDiagnosticCheck, AlertCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UsageAlertService>());
        return alerts;
    }
}
