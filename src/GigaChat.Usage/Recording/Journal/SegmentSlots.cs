namespace GigaChat.Usage.Recording;

/// <summary>The records that a segment holds or held and that are not settled: each number is a record that can be
/// read, or a loss that is counted.</summary>
/// <param name="First">The number of the first in the segment.</param>
/// <param name="Count">The number of records, lost ones included.</param>
internal readonly record struct SegmentSlots(long First, long Count)
{
    /// <summary>More records than fit in a segment; more are not missing at its end.</summary>
    private const long MostInSegment = 1_000_000;

    /// <summary>The number behind that of the last.</summary>
    public long End => First + Count;

    /// <summary>Finds them: exactly where frames or the neighbors of the segment reveal their number, else with an
    /// estimate for the end of the file.</summary>
    /// <param name="scan">What the file holds.</param>
    /// <param name="before">The number of records in the segments before, where the file itself does not reveal it;
    /// null when that is not known.</param>
    /// <param name="next">The number of records up to the segment behind; null when that is not known.</param>
    public static SegmentSlots Of(SegmentScan scan, long? before, long? next)
    {
        var end =
            next - (scan.Before ?? before) is { } known && known >= scan.End && known - scan.End < MostInSegment
                ? known
                : scan.End + LostAtEnd(scan);
        if (scan.Version == SegmentHeader.LegacyVersion && scan.Damaged > 0)
            end += scan.RecordsIn(scan.Damaged);
        return new SegmentSlots(scan.Settled, Math.Max(0, end - scan.Settled));
    }

    private static long LostAtEnd(SegmentScan scan) =>
        scan switch
        {
            { Version: null } => scan.RecordsIn(scan.Length),
            { IsTorn: true } => scan.TailFrames + 1,
            { TailRest: > 0 } => scan.TailFrames + scan.RecordsIn(scan.TailRest),
            _ => scan.TailFrames,
        };
}
