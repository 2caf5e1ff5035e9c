using System.Diagnostics.CodeAnalysis;
using GigaChat.Usage.Alerts;
using GigaChat.Usage.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;

namespace GigaChat.Usage;

/// <summary>Configures alerts: the options, the rules, and the sinks that deliver notifications.</summary>
public sealed class UsageAlertsBuilder
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    internal UsageAlertsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The rules.</summary>
    public UsageAlertRules Rules { get; } = new();

    /// <summary>The options of the log, to which notifications are written unless <see cref="RemoveLog"/> is called.
    /// </summary>
    public UsageAlertSinkOptions Log { get; } = new();

    internal bool HasLog { get; private set; } = true;

    /// <summary>Sets options of alerts.</summary>
    /// <param name="configure">Sets options; invalid ones cause an <see cref="OptionsValidationException"/> at
    /// start.</param>
    /// <returns>The builder.</returns>
    public UsageAlertsBuilder Configure(Action<UsageAlertOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(configure);
        return this;
    }

    /// <summary>Sets options of alerts from configuration.</summary>
    /// <param name="configuration">A section with the properties of <see cref="UsageAlertOptions"/> as keys; an unknown
    /// key is an <see cref="OptionsValidationException"/> at start.</param>
    /// <returns>The builder.</returns>
    public UsageAlertsBuilder Configure(IConfigurationSection configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Configure(options => UsageAlertOptionsValidator.Bind(configuration, options));
    }

    /// <summary>Writes no notifications to the log.</summary>
    /// <returns>The builder.</returns>
    public UsageAlertsBuilder RemoveLog()
    {
        HasLog = false;
        return this;
    }

    /// <summary>Posts notifications to an address.</summary>
    /// <param name="name">The name of the sink, such as <c>telegram</c>, unique among sinks.</param>
    /// <param name="configure">Sets the options, at least <see cref="WebhookAlertOptions.Url"/>; invalid ones cause an
    /// <see cref="OptionsValidationException"/> at start.</param>
    /// <returns>The builder.</returns>
    public UsageAlertsBuilder AddWebhook(string name, Action<WebhookAlertOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<WebhookAlertOptions>, WebhookAlertOptionsValidator>()
        );
        Services.AddOptions<WebhookAlertOptions>(name).Configure(configure).ValidateOnStart();

        // No loggers and no redirects: the address may contain a secret, and a redirect could lead it elsewhere.
        var client = Services
            .AddHttpClient(WebhookAlertSink.ClientOf(name))
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(static () =>
                new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }
            );
        client.AddResilienceHandler("retry", (pipeline, context) =>
        {
            var options = OptionsOf(context.ServiceProvider, name);
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
            OptionsOf(provider, name),
            provider.GetRequiredService<IHttpClientFactory>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        return this;
    }

    /// <summary>Posts notifications to an address from configuration.</summary>
    /// <param name="name">The name of the sink, such as <c>telegram</c>, unique among sinks.</param>
    /// <param name="configuration">A section with the keys of <see cref="WebhookAlertOptions"/>; an unknown key is an
    /// <see cref="OptionsValidationException"/> at start.</param>
    /// <returns>The builder.</returns>
    public UsageAlertsBuilder AddWebhook(string name, IConfigurationSection configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return AddWebhook(name, options =>
        {
            var problems = new List<string>();
            WebhookAlertSettings.Bind(configuration, options, problems);
            SettingProblems.ThrowIfAny(typeof(WebhookAlertOptions), problems);
        });
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

    private static WebhookAlertOptions OptionsOf(IServiceProvider services, string name) =>
        services.GetRequiredService<IOptionsMonitor<WebhookAlertOptions>>().Get(name);

    internal IEnumerable<IUsageAlertSink> Sinks(IServiceProvider provider)
    {
        foreach (var sink in provider.GetServices<IUsageAlertSink>())
            yield return sink;
        if (HasLog)
            yield return new LogAlertSink(provider.GetRequiredService<ILogger<GigaChatUsageAlerts>>(), Log);
    }
}
