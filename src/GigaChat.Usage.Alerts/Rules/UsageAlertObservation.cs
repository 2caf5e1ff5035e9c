namespace GigaChat.Usage;

/// <summary>A condition that a rule has observed.</summary>
public sealed record UsageAlertObservation
{
    /// <summary>The subject within the rule, 1 to 255 characters: each has its own alert.</summary>
    public required string Key { get; init; }

    /// <summary>The severity; null for that of the rule.</summary>
    public UsageAlertSeverity? Severity { get; init; }

    /// <summary>The text in English.</summary>
    public required UsageAlertText English { get; init; }

    /// <summary>The text in Russian.</summary>
    public required UsageAlertText Russian { get; init; }

    /// <summary>The figures for programs, by name.</summary>
    public IReadOnlyDictionary<string, string> Figures { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The records that show the cause; null when there are none.</summary>
    public UsageFilter? Records { get; init; }

    /// <summary>The ids of the users that the texts name.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>
    /// <c>true</c> for an event, such as a digest: it is sent once for its key, at any hour, and has no end; otherwise,
    /// <c>false</c>.
    /// </summary>
    public bool IsEvent { get; init; }

    /// <summary>
    /// <c>true</c> if the condition keeps an open alert open but does not open one; otherwise, <c>false</c>.
    /// </summary>
    public bool ExtendsOnly { get; init; }

    /// <summary>
    /// Adds the cause to a new alert, at the cost of queries that an alert that is open already does not need.
    /// </summary>
    internal Func<CancellationToken, Task<UsageAlertObservation>>? Explain { get; init; }
}
