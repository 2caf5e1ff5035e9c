namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Counts that are added to a row, or all counts of a row.</summary>
/// <param name="Key">The key of the row.</param>
/// <param name="Histograms">The counts, see <see cref="LatencyBytes"/>.</param>
internal readonly record struct LatencyAddition(LatencyKey Key, byte[] Histograms)
{
    private const int Slack = 256;

    /// <summary>
    /// The length from which on a row with these counts is written anew: twice their length, so that a row is rewritten
    /// the more seldom the more it contains.
    /// </summary>
    public int CompactAt => (2 * Histograms.Length) + Slack;
}
