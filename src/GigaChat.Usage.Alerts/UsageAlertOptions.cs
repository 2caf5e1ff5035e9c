using GigaChat.Usage.Configuration;

namespace GigaChat.Usage;

/// <summary>The options of alerts. Configuration keys have the names of the properties.</summary>
public sealed class UsageAlertOptions
{
    /// <summary>The time between two evaluations, 1 second to 1 hour.</summary>
    /// <value>The default is 1 minute.</value>
    [Within("00:00:01", "01:00:00")]
    public TimeSpan EvaluateEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The maximum number of notifications in an hour, 1 to 10,000; further alerts are joined in one. Digests do
    /// not count.</summary>
    /// <value>The default is 20.</value>
    [Within(1, 10_000)]
    public int MaxPerHour { get; set; } = 20;

    /// <summary>The start of the quiet hours in the report time zone, in which alerts are held; null for none.</summary>
    public TimeOnly? QuietFrom { get; set; }

    /// <summary>The end of the quiet hours, when the held alerts are sent as one; null for none.</summary>
    public TimeOnly? QuietUntil { get; set; }

    /// <summary><c>true</c> to send critical alerts in quiet hours too; otherwise, <c>false</c>.</summary>
    /// <value>The default is <c>true</c>.</value>
    public bool SendCriticalInQuietHours { get; set; } = true;

    /// <summary><c>true</c> to send a notification when an alert has ended; otherwise, <c>false</c>.</summary>
    /// <value>The default is <c>true</c>.</value>
    public bool SendResolved { get; set; } = true;

    /// <summary>
    /// <c>true</c> to name users by their ids, which is what makes an alert useful; <c>false</c> to name them by a
    /// fingerprint, where ids are personal data that must not leave the application.
    /// </summary>
    /// <value>The default is <c>true</c>. User names are never included unless a rule includes them.</value>
    public bool IncludeUserIds { get; set; } = true;

    /// <summary>The language of sinks that have none of their own.</summary>
    /// <value>The default is Russian where the process runs in a Russian culture, otherwise English.</value>
    [Named(nameof(UsageAlertLanguage.English), nameof(UsageAlertLanguage.Russian))]
    public UsageAlertLanguage Language { get; set; } =
        System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ru"
            ? UsageAlertLanguage.Russian
            : UsageAlertLanguage.English;

    /// <summary>The address of the dashboard, such as <c>https://admin.example/gigachat-usage/</c>, for links in
    /// notifications; null for notifications without links.</summary>
    public Uri? Dashboard { get; set; }

    /// <summary>The time that one attempt to deliver may take, 1 second to 10 minutes.</summary>
    /// <value>The default is 30 seconds.</value>
    [Within("00:00:01", "00:10:00")]
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The time after which a notification that no attempt could deliver is given up, 1 minute to
    /// 60 days.</summary>
    /// <value>The default is 7 days.</value>
    [Within("00:01:00", "60.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The time for which resolved alerts are kept, 40 to 3,660 days.</summary>
    /// <value>The default is 90 days.</value>
    [Within("40.00:00:00", "3660.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(90);
}
