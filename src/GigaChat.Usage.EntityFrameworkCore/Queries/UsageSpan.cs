namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A part of a period, read from one level.</summary>
/// <param name="Level">The level.</param>
/// <param name="From">Its first moment; for <see cref="UsageLevel.Day"/> and <see cref="UsageLevel.Week"/> the label of
/// its first day.</param>
/// <param name="To">The moment, or the label, after its last.</param>
/// <param name="Day">The <see cref="TimeKeys.LabelOf"/> of all its days, when a calendar key is requested; null where
/// each row of <see cref="UsageLevel.Day"/> contains its own.</param>
/// <param name="Offset">The distance of local time from UTC in all of it, when hours of the day are requested.</param>
internal readonly record struct UsageSpan(UsageLevel Level, long From, long To, long? Day, long Offset = 0)
{
    /// <summary>Gets the hours, days or weeks of a span of these; otherwise, the span itself.</summary>
    public IEnumerable<UsageSpan> Buckets()
    {
        var length = Level switch
        {
            UsageLevel.Hour => UnixMicroseconds.Hour,
            UsageLevel.Day => UnixMicroseconds.Day,
            UsageLevel.Week => UnixMicroseconds.Week,
            _ => To - From,
        };
        for (var from = From; from < To; from += length)
            yield return this with
            {
                From = from,
                To = from + length,
            };
    }
}
