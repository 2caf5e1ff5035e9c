namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The histograms of the records of one hour or day with the same operation, model and platform. Keys that records
/// lack are empty.
/// </summary>
internal sealed class LatencyRow
{
    /// <summary><see cref="RollupKind.HourDetail"/> or <see cref="RollupKind.DayDetail"/>.</summary>
    public RollupKind Kind { get; set; }

    /// <summary>The same as <see cref="UsageRollup.Bucket"/>.</summary>
    public DateTimeOffset Bucket { get; set; }

    public string Operation { get; set; } = "";

    public string Model { get; set; } = "";

    public string Platform { get; set; } = "";

    /// <summary>The counts, see <see cref="LatencyBytes"/>.</summary>
    public byte[] Histograms { get; set; } = [];

    /// <summary>The length from which on the counts are written anew, each bucket once.</summary>
    public int CompactAt { get; set; }
}
