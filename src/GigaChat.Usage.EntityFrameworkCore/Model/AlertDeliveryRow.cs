namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A notification that one sink delivers. Times are microseconds since 1970, and 0 is none.</summary>
internal sealed class AlertDeliveryRow
{
    public const int ErrorLength = 100;

    public long Sequence { get; set; }

    public Guid NotificationId { get; set; }

    public string Sink { get; set; } = "";

    public string Rule { get; set; } = "";

    public int IsLimited { get; set; }

    public string Payload { get; set; } = "";

    public string Users { get; set; } = "";

    public long CreatedAt { get; set; }

    public long NextAttemptAt { get; set; }

    public int Attempts { get; set; }

    public Guid Claim { get; set; }

    /// <summary>The end of the claim, by the database's clock.</summary>
    public long ClaimedUntil { get; set; }

    public string LastError { get; set; } = "";

    public long FinishedAt { get; set; }
}
