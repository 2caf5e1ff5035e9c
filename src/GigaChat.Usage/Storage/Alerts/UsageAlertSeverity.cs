namespace GigaChat.Usage;

/// <summary>The severity of an alert.</summary>
public enum UsageAlertSeverity
{
    /// <summary>Information, such as a digest.</summary>
    Notice = 0,

    /// <summary>Something needs attention within days.</summary>
    Warning = 1,

    /// <summary>Money or records are lost now; it is sent in quiet hours too.</summary>
    Critical = 2,
}
