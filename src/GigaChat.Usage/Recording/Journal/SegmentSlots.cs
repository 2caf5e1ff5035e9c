namespace GigaChat.Usage.Recording;

/// <summary>
/// The records that are not settled in a segment: each number is a readable record, or a loss that is counted.
/// </summary>
/// <param name="First">The number of the first one in the segment.</param>
/// <param name="Count">The number of records, lost ones included.</param>
internal readonly record struct SegmentSlots(long First, long Count)
{
    /// <summary>More records than fit in a segment; a greater number cannot be missing at its end.</summary>
    private const long MostInSegment = 1_000_000;

    /// <summary>The number after that of the last record.</summary>
    public long End => First + Count;

    /// <summary>
    /// Finds the records: exactly if frames or the neighbors of the segment reveal their number; otherwise, with an
    /// estimate for the end of the file.
    /// </summary>
    /// <param name="scan">The content of the file.</param>
    /// <param name="before">The number of records in the previous segments, if the file itself does not reveal it;
    /// <c>null</c> if it is not known.</param>
    /// <param name="next">The number of records up to the next segment; <c>null</c> if it is not known.</param>
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
