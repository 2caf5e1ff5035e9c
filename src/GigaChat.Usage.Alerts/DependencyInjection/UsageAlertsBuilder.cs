using System.Diagnostics.CodeAnalysis;
using GigaChat.Usage.Alerts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Polly;

namespace GigaChat.Usage;

/// <summary>Configures alerts: the options, the rules, and the sinks that deliver notifications.</summary>
public sealed class UsageAlertsBuilder
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    internal UsageAlertsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The options.</summary>
    public UsageAlertOptions Options { get; } = new();

    /// <summary>The rules.</summary>
    public UsageAlertRules Rules { get; } = new();

    /// <summary>The options of the log, to which notifications are written unless <see cref="RemoveLog"/> is called.
    /// </summary>
    public UsageAlertSinkOptions Log { get; } = new();

    internal bool HasLog { get; private set; } = true;

    /// <summary>Writes no notifications to the log.</summary>
    /// <returns>The builder.</returns>
    public UsageAlertsBuilder RemoveLog()
    {
        HasLog = false;
        return this;
    }

    /// <summary>Posts notifications to an address.</summary>
    /// <param name="name">The name of the sink, such as <c>telegram</c>, unique among sinks.</param>
    /// <param name="configure">Sets the options, at least <see cref="WebhookAlertOptions.Url"/>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public UsageAlertsBuilder AddWebhook(string name, Action<WebhookAlertOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new WebhookAlertOptions();
        configure(options);
        options.Validate();

        // No loggers and no redirects: the address may contain a secret, and a redirect could lead it elsewhere.
        var client = Services
            .AddHttpClient(WebhookAlertSink.ClientOf(name))
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(static () =>
                new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }
            );
        client.AddResilienceHandler("retry", pipeline =>
        {
            if (options.Retries > 0)
                pipeline.AddRetry(
                    new HttpRetryStrategyOptions
                    {
                        MaxRetryAttempts = options.Retries,
                        Delay = FirstRetry,
                        BackoffType = DelayBackoffType.Exponential,
                        UseJitter = true,
                    }
                );
        });
        Services.AddSingleton<IUsageAlertSink>(provider => new WebhookAlertSink(
            name,
            options,
            provider.GetRequiredService<IHttpClientFactory>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        return this;
    }

    /// <summary>Adds an application-provided sink.</summary>
    /// <param name="sink">The sink.</param>
    /// <returns>The builder.</returns>
    public UsageAlertsBuilder AddSink(IUsageAlertSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        Services.AddSingleton(sink);
        return this;
    }

    /// <summary>Adds an application-provided sink that the services create.</summary>
    /// <typeparam name="TSink">The sink.</typeparam>
    /// <returns>The builder.</returns>
    public UsageAlertsBuilder AddSink<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSink
    >()
        where TSink : class, IUsageAlertSink
    {
        Services.AddSingleton<IUsageAlertSink, TSink>();
        return this;
    }

    /// <summary>Stores alerts in an application-provided store instead of the usage store's database.</summary>
    /// <param name="store">The store.</param>
    /// <returns>The builder.</returns>
    public UsageAlertsBuilder UseStore(IUsageAlertStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Services.Replace(ServiceDescriptor.Singleton(store));
        return this;
    }

    internal IEnumerable<IUsageAlertSink> Sinks(IServiceProvider provider)
    {
        foreach (var sink in provider.GetServices<IUsageAlertSink>())
            yield return sink;
        if (HasLog)
            yield return new LogAlertSink(provider.GetRequiredService<ILogger<GigaChatUsageAlerts>>(), Log);
    }
}
