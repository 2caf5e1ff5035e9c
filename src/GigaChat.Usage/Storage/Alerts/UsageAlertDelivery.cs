namespace GigaChat.Usage;

/// <summary>A notification that one sink has to deliver.</summary>
public sealed record UsageAlertDelivery
{
    /// <summary>The rule of a notification that joins alerts of several rules.</summary>
    public const string JoinedRule = "*";

    /// <summary>The place in the order of deliveries, which the store assigns.</summary>
    public long Sequence { get; init; }

    /// <summary>The id of the notification, the same for every sink and attempt: a receiver that has seen it ignores
    /// another.</summary>
    public required Guid NotificationId { get; init; }

    /// <summary>The name of the sink.</summary>
    public required string Sink { get; init; }

    /// <summary>The rule: deliveries of one rule to one sink are in order. <see cref="JoinedRule"/> for a notification
    /// that joins alerts, which is in order with all.</summary>
    public required string Rule { get; init; }

    /// <summary>The alert; null for a notification that joins several.</summary>
    public Guid? AlertId { get; init; }

    /// <summary><c>true</c> if it counts toward the limit an hour; otherwise, <c>false</c>.</summary>
    public bool IsLimited { get; init; } = true;

    /// <summary>The notification as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>The time of the notification.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The time from which it may be attempted.</summary>
    public required DateTimeOffset NextAttemptAt { get; init; }

    /// <summary>The number of attempts that have started.</summary>
    public int Attempts { get; init; }

    /// <summary>The claim of the process that attempts it, see <see cref="IUsageAlertStore.ClaimAsync"/>.</summary>
    public Guid Claim { get; init; }

    /// <summary>The ids of the users that the payload names.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];
}
