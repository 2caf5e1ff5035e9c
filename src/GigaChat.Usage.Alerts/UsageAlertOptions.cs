namespace GigaChat.Usage;

/// <summary>The options of alerts.</summary>
public sealed class UsageAlertOptions
{
    /// <summary>The time between two evaluations.</summary>
    /// <value>The default is 1 minute.</value>
    public TimeSpan EvaluateEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The maximum number of notifications in an hour; further alerts are joined in one. Digests do not count.
    /// </summary>
    /// <value>The default is 20.</value>
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
    public UsageAlertLanguage Language { get; set; } =
        System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ru"
            ? UsageAlertLanguage.Russian
            : UsageAlertLanguage.English;

    /// <summary>The address of the dashboard, such as <c>https://admin.example/gigachat-usage/</c>, for links in
    /// notifications; null for notifications without links.</summary>
    public Uri? Dashboard { get; set; }

    /// <summary>The time that one attempt to deliver may take, 1 second to 10 minutes.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The time after which a notification that no attempt could deliver is given up.</summary>
    /// <value>The default is 7 days.</value>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The time for which resolved alerts are kept.</summary>
    /// <value>The default is 90 days.</value>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Validates the options.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public void Validate()
    {
        Require(EvaluateEvery, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(EvaluateEvery));
        Require(DeliveryTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), nameof(DeliveryTimeout));
        Require(GiveUpAfter, TimeSpan.FromMinutes(1), TimeSpan.FromDays(60), nameof(GiveUpAfter));
        Require(KeepFor, TimeSpan.FromDays(40), TimeSpan.FromDays(3660), nameof(KeepFor));
        if (MaxPerHour is < 1 or > 10_000)
            throw new ArgumentOutOfRangeException(
                nameof(MaxPerHour),
                MaxPerHour,
                $"{nameof(MaxPerHour)} must be 1 to 10,000."
            );
        if (QuietFrom is null != QuietUntil is null || (QuietFrom is not null && QuietFrom == QuietUntil))
            throw new ArgumentException(
                $"{nameof(QuietFrom)} and {nameof(QuietUntil)} must be set together, and differ.",
                nameof(QuietFrom)
            );
        if (Dashboard is { } address && !(address.IsAbsoluteUri && address.Scheme is "http" or "https"))
            throw new ArgumentException($"{nameof(Dashboard)} must be an absolute HTTP address.", nameof(Dashboard));
    }

    private static void Require(TimeSpan value, TimeSpan lowest, TimeSpan highest, string name)
    {
        if (value < lowest || value > highest)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {lowest} to {highest}.");
    }
}
