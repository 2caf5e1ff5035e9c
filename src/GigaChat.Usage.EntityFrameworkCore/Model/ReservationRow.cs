namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>What a call in flight holds of a counter, until it is settled or its lease is over; or, with an empty
/// <see cref="Counter"/>, that it was settled.</summary>
internal sealed class ReservationRow
{
    public Guid Reservation { get; set; }

    /// <summary>The counter's id.</summary>
    public Guid Counter { get; set; }

    public long Amount { get; set; }

    /// <summary>The end of the lease, or of remembering a settlement, in microseconds since 1970.</summary>
    public long ExpiresAt { get; set; }
}
