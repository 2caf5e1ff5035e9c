using GigaChat.Usage.Alerts;

namespace GigaChat.Usage;

/// <summary>Extension methods that send alerts by e-mail.</summary>
public static class UsageAlertsBuilderEmailExtensions
{
    /// <summary>Sends notifications by e-mail.</summary>
    /// <param name="alerts">The builder of alerts.</param>
    /// <param name="configure">Sets the options: host, sender and recipients at least.</param>
    /// <param name="name">The name of the sink, unique among sinks.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public static UsageAlertsBuilder AddEmail(
        this UsageAlertsBuilder alerts,
        Action<EmailAlertOptions> configure,
        string name = "email"
    )
    {
        ArgumentNullException.ThrowIfNull(alerts);
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var options = new EmailAlertOptions();
        configure(options);
        options.Validate();
        return alerts.AddSink(new EmailAlertSink(name, options));
    }
}
