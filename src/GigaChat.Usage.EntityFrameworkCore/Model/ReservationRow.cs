namespace GigaChat.Usage;

/// <summary>What a call in flight holds of a counter, until it is settled or its lease is over.</summary>
internal sealed class ReservationRow
{
    public Guid Reservation { get; set; }

    /// <summary>The counter's id.</summary>
    public string Id { get; set; } = "";

    public long PeriodStart { get; set; }

    public long Amount { get; set; }

    /// <summary>The end of the lease, in microseconds since 1970.</summary>
    public long ExpiresAt { get; set; }
}
