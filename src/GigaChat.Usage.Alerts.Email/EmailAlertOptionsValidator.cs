using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using MimeKit;

namespace GigaChat.Usage.Alerts;

/// <summary>Checks the options of alerts by e-mail, and reads them from settings.</summary>
internal sealed class EmailAlertOptionsValidator : IValidateOptions<EmailAlertOptions>
{
    private static readonly EmailAlertOptionsRanges Ranges = new();

    public ValidateOptionsResult Validate(string? name, EmailAlertOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = Failures(options).Select(failure => $"E-mail '{name}': {failure}").ToList();
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    /// <exception cref="OptionsValidationException">A key is unknown or a value is not valid.</exception>
    public static void Bind(IConfigurationSection section, EmailAlertOptions options)
    {
        try
        {
            section.Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException error)
        {
            // Not the inner error: it may contain the value, and the password is one.
            throw new OptionsValidationException(
                Options.DefaultName,
                typeof(EmailAlertOptions),
                [$"{section.Path}: {error.Message}"]
            );
        }
    }

    private static IEnumerable<string> Failures(EmailAlertOptions options)
    {
        if (!MailboxAddress.TryParse(options.From, out _))
            yield return $"{nameof(options.From)} is '{options.From}'; it must be an e-mail address.";
        if (options.To.Count == 0)
            yield return $"{nameof(options.To)} must have a recipient.";
        foreach (var wrong in options.To.Where(static address => !MailboxAddress.TryParse(address, out _)))
            yield return $"{nameof(options.To)} has '{wrong}'; it must be an e-mail address.";
        if (options.UserName is null != options.Password is null)
            yield return $"{nameof(options.UserName)} and {nameof(options.Password)} must be set together.";
        foreach (var failure in Ranges.Validate(null, options).Failures ?? [])
            yield return failure;
    }
}
