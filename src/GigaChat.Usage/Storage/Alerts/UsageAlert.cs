namespace GigaChat.Usage;

/// <summary>An alert: a condition that a rule has found, from when it began until it ended.</summary>
/// <remarks>It contains no prompt, response, access token or key.</remarks>
public sealed record UsageAlert
{
    /// <summary>The id, which every notification of the alert carries.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name of the rule, such as <c>budget-threshold</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>
    /// The subject within the rule, such as a budget with its period, or a user. A rule has at most one open alert for
    /// a key.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>The number of the alert among those of its rule and key, from 1.</summary>
    public int Episode { get; init; } = 1;

    /// <summary>The severity.</summary>
    public UsageAlertSeverity Severity { get; init; } = UsageAlertSeverity.Warning;

    /// <summary>The time when the condition was found.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The time when the condition was last found.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The time when the condition had ended; null while it lasts. A digest ends when it is made.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>The time of the last notification; null before the first.</summary>
    public DateTimeOffset? NotifiedAt { get; init; }

    /// <summary>
    /// <c>true</c> if its last change has not been sent yet, because of quiet hours or the limit an hour; otherwise,
    /// <c>false</c>.
    /// </summary>
    public bool IsHeld { get; init; }

    /// <summary><c>true</c> while the condition lasts; otherwise, <c>false</c>.</summary>
    public bool IsOpen => ResolvedAt is null;

    /// <summary>The text in English.</summary>
    public required UsageAlertText English { get; init; }

    /// <summary>The text in Russian.</summary>
    public required UsageAlertText Russian { get; init; }

    /// <summary>
    /// The figures for programs, by name: numbers in the invariant culture, times in ISO 8601, rubles and tokens exact.
    /// </summary>
    public IReadOnlyDictionary<string, string> Figures { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The records that show the cause; null when there are none. It names no access token.</summary>
    public UsageFilter? Records { get; init; }

    /// <summary>The ids of the users that the texts name: an erasure of one of them deletes the alert.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];
}
