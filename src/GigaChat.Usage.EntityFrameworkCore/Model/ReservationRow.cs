namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The amount that a call in flight reserves from a counter until it is settled or its lease expires; with an empty
/// <see cref="Counter"/>, the mark that the call was settled.
/// </summary>
internal sealed class ReservationRow
{
    public Guid Reservation { get; set; }

    /// <summary>The counter's id.</summary>
    public Guid Counter { get; set; }

    public long Amount { get; set; }

    /// <summary>The end of the lease, or of the mark of a settlement, in microseconds since 1970.</summary>
    public long ExpiresAt { get; set; }
}
