namespace GigaChat.Usage;

/// <summary>The protection of the connection to a mail server.</summary>
public enum EmailAlertSecurity
{
    /// <summary>STARTTLS, without which nothing is sent: port 587.</summary>
    StartTls = 0,

    /// <summary>TLS from the start: port 465.</summary>
    Tls = 1,

    /// <summary>None, for a mail server on the same machine.</summary>
    None = 2,
}
