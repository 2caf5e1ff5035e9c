namespace GigaChat.Usage;

/// <summary>The language of alerts.</summary>
public enum UsageAlertLanguage
{
    /// <summary>English, with numbers such as 1,234.50.</summary>
    English = 0,

    /// <summary>Russian, with numbers such as 1 234,50.</summary>
    Russian = 1,
}
