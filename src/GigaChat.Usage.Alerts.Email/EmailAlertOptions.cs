using System.ComponentModel.DataAnnotations;

namespace GigaChat.Usage;

/// <summary>The options of alerts by e-mail. Configuration keys have the names of the properties.</summary>
public sealed class EmailAlertOptions : UsageAlertSinkOptions
{
    /// <summary>The mail server.</summary>
    [Required(ErrorMessage = "Host must be set.")]
    public string Host { get; set; } = "";

    /// <summary>The port, 1 to 65535.</summary>
    /// <value>The default is 587.</value>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>The protection of the connection.</summary>
    /// <value>The default is <see cref="EmailAlertSecurity.StartTls"/>.</value>
    [EnumDataType(typeof(EmailAlertSecurity))]
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
}
