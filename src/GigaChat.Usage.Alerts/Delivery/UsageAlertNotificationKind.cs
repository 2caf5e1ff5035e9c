namespace GigaChat.Usage;

/// <summary>The kind of a notification.</summary>
public enum UsageAlertNotificationKind
{
    /// <summary>A condition has been found.</summary>
    Opened = 0,

    /// <summary>A condition lasts since an earlier notification.</summary>
    Repeated = 1,

    /// <summary>A condition has ended.</summary>
    Resolved = 2,

    /// <summary>Several alerts that were held, because of quiet hours or the limit an hour.</summary>
    Joined = 3,

    /// <summary>A digest of a day, week or month.</summary>
    Digest = 4,
}
