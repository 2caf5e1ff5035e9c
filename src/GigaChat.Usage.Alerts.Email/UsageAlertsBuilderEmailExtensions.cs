using GigaChat.Usage.Alerts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage;

/// <summary>Extension methods that send alerts by e-mail.</summary>
public static class UsageAlertsBuilderEmailExtensions
{
    private const string DefaultName = "email";

    /// <summary>Sends notifications by e-mail, as the sink <c>email</c>.</summary>
    /// <param name="alerts">The builder of alerts.</param>
    /// <param name="configure">Sets the options: host, sender and recipients at least; invalid ones cause an
    /// <see cref="OptionsValidationException"/> at start.</param>
    /// <returns>The builder.</returns>
    public static UsageAlertsBuilder AddEmail(this UsageAlertsBuilder alerts, Action<EmailAlertOptions> configure) =>
        alerts.AddEmail(DefaultName, configure);

    /// <summary>Sends notifications by e-mail, with options from configuration, as the sink <c>email</c>.</summary>
    /// <param name="alerts">The builder of alerts.</param>
    /// <param name="configuration">A section with the properties of <see cref="EmailAlertOptions"/> as keys; an unknown
    /// key is an <see cref="OptionsValidationException"/> at start.</param>
    /// <returns>The builder.</returns>
    public static UsageAlertsBuilder AddEmail(this UsageAlertsBuilder alerts, IConfigurationSection configuration) =>
        alerts.AddEmail(DefaultName, configuration);

    /// <summary>Sends notifications by e-mail.</summary>
    /// <param name="alerts">The builder of alerts.</param>
    /// <param name="name">The name of the sink, unique among sinks.</param>
    /// <param name="configure">Sets the options: host, sender and recipients at least; invalid ones cause an
    /// <see cref="OptionsValidationException"/> at start.</param>
    /// <returns>The builder.</returns>
    public static UsageAlertsBuilder AddEmail(
        this UsageAlertsBuilder alerts,
        string name,
        Action<EmailAlertOptions> configure
    )
    {
        ArgumentNullException.ThrowIfNull(alerts);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        alerts.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<EmailAlertOptions>, EmailAlertOptionsValidator>()
        );
        alerts.Services.AddOptions<EmailAlertOptions>(name).Configure(configure).ValidateOnStart();
        alerts.Services.AddSingleton<IUsageAlertSink>(services => new EmailAlertSink(
            name,
            services.GetRequiredService<IOptionsMonitor<EmailAlertOptions>>().Get(name)
        ));
        return alerts;
    }

    /// <summary>Sends notifications by e-mail, with options from configuration.</summary>
    /// <param name="alerts">The builder of alerts.</param>
    /// <param name="name">The name of the sink, unique among sinks.</param>
    /// <param name="configuration">A section with the properties of <see cref="EmailAlertOptions"/> as keys; an unknown
    /// key is an <see cref="OptionsValidationException"/> at start.</param>
    /// <returns>The builder.</returns>
    public static UsageAlertsBuilder AddEmail(
        this UsageAlertsBuilder alerts,
        string name,
        IConfigurationSection configuration
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return alerts.AddEmail(name, options => EmailAlertOptionsValidator.Bind(configuration, options));
    }
}
