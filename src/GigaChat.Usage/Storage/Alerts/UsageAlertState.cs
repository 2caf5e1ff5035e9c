namespace GigaChat.Usage;

/// <summary>The stored alerts that a decision depends on.</summary>
public sealed record UsageAlertState
{
    /// <summary>Every open alert, and every one that is held.</summary>
    public required IReadOnlyList<UsageAlert> Current { get; init; }

    /// <summary>The newest alert of each requested key that has one, open or resolved.</summary>
    public required IReadOnlyList<UsageAlert> Newest { get; init; }

    /// <summary>The number of notifications since an hour before now, apart from digests.</summary>
    public required int SentInLastHour { get; init; }

    /// <summary>The number of those that join several alerts.</summary>
    public required int JoinedInLastHour { get; init; }
}
