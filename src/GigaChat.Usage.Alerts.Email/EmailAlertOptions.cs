using MimeKit;

namespace GigaChat.Usage;

/// <summary>The options of alerts by e-mail.</summary>
public sealed class EmailAlertOptions : UsageAlertSinkOptions
{
    /// <summary>The mail server.</summary>
    public string Host { get; set; } = "";

    /// <summary>The port.</summary>
    /// <value>The default is 587.</value>
    public int Port { get; set; } = 587;

    /// <summary>The protection of the connection.</summary>
    /// <value>The default is <see cref="EmailAlertSecurity.StartTls"/>.</value>
    public EmailAlertSecurity Security { get; set; }

    /// <summary>The user name; null for a server without authentication.</summary>
    public string? UserName { get; set; }

    /// <summary>The password; null for a server without authentication.</summary>
    public string? Password { get; set; }

    /// <summary>The sender, such as <c>GigaChat &lt;alerts@example.ru&gt;</c>.</summary>
    public string From { get; set; } = "";

    /// <summary>The recipients.</summary>
    public IList<string> To { get; } = [];

    /// <summary>The text that precedes the subject; empty for none.</summary>
    /// <value>The default is <c>[GigaChat]</c>.</value>
    public string SubjectPrefix { get; set; } = "[GigaChat]";

    /// <summary>Validates the options.</summary>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Host))
            throw new ArgumentException("Alerts by e-mail must have the host of a mail server.", nameof(Host));
        if (Port is < 1 or > 65_535)
            throw new ArgumentOutOfRangeException(nameof(Port), Port, "The port must be 1 to 65535.");
        if (!Enum.IsDefined(Security))
            throw new ArgumentOutOfRangeException(nameof(Security), Security, "The security is unknown.");
        if (!MailboxAddress.TryParse(From, out _))
            throw new ArgumentException($"The sender '{From}' must be an e-mail address.", nameof(From));
        if (To.Count == 0)
            throw new ArgumentException("Alerts by e-mail must have a recipient.", nameof(To));
        if (To.FirstOrDefault(static address => !MailboxAddress.TryParse(address, out _)) is { } wrong)
            throw new ArgumentException($"The recipient '{wrong}' must be an e-mail address.", nameof(To));
        if (UserName is null != Password is null)
            throw new ArgumentException("User name and password must be set together.", nameof(UserName));
    }
}
