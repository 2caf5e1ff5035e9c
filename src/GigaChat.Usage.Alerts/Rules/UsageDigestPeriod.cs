namespace GigaChat.Usage;

/// <summary>The period of a digest, in the report time zone.</summary>
public enum UsageDigestPeriod
{
    /// <summary>Every day, about the day before.</summary>
    Day = 0,

    /// <summary>Every Monday, about the week before.</summary>
    Week = 1,

    /// <summary>On the first day of a month, about the month before.</summary>
    Month = 2,
}
