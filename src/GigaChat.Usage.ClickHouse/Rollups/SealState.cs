using System.Collections.Immutable;

namespace GigaChat.Usage.ClickHouse;

/// <summary>The state of the stored data at one moment: the hours that have records, and the days that are
/// sealed.</summary>
/// <param name="Now">The server's time in microseconds.</param>
/// <param name="Hours">The hours that records were written for, and the newest mark of each.</param>
/// <param name="Seals">The sealed days in the stored time zone, and the newest whole seal of each.</param>
/// <param name="Zone">The time zone of the days; null when none was stored, or when this machine does not know
/// it.</param>
/// <param name="StoredZone">The id of that time zone.</param>
/// <param name="ZoneSince">The moment since which it is the stored one.</param>
/// <param name="RecordsFrom">The moment before which records were deleted.</param>
/// <param name="ErasedAt">The moment at which a user was erased last: older seals that are not committed yet may have
/// the user.</param>
internal sealed record SealState(
    long Now,
    ImmutableSortedDictionary<int, long> Hours,
    IReadOnlyDictionary<int, Seal> Seals,
    ZoneDays? Zone,
    string? StoredZone,
    long ZoneSince,
    long RecordsFrom,
    long ErasedAt
)
{
    private List<StoredDay>? _days;

    /// <summary>Gets the first and the last moment of the hours with records; null when there are none.</summary>
    public (long From, long To)? Extent { get; } =
        Hours.Count == 0
            ? null
            : (Hours.Keys.First() * UnixMicroseconds.Hour, (Hours.Keys.Last() + 1) * UnixMicroseconds.Hour);

    /// <summary>
    /// Gets <c>true</c> if every query reads the same rows by this state as by another one; otherwise, <c>false</c>.
    /// </summary>
    public bool PlansLike(SealState other) =>
        (StoredZone, RecordsFrom, ErasedAt) == (other.StoredZone, other.RecordsFrom, other.ErasedAt)
        && (ReferenceEquals(Hours, other.Hours) || Hours.SequenceEqual(other.Hours))
        && Seals.Count == other.Seals.Count
        && Seals.All(seal => other.Seals.TryGetValue(seal.Key, out var it) && it.Number == seal.Value.Number);

    /// <summary>Gets the days in <see cref="Zone"/> that have records, in order.</summary>
    public List<StoredDay> DaysOf(ZoneDays zone, long from, long to) =>
        (_days ??= AllDays(zone)).FindAll(day => day.From < to && day.To > from);

    /// <summary>Takes the days of another state where they are the same: years of hours are not walked for each
    /// query.</summary>
    public SealState WithDaysOf(SealState? other)
    {
        if (other is not null && ReferenceEquals(Hours, other.Hours) && ReferenceEquals(Zone, other.Zone))
            _days = other._days;
        return this;
    }

    private List<StoredDay> AllDays(ZoneDays zone)
    {
        var days = new List<StoredDay>();
        foreach (var (hour, markedAt) in Hours)
        {
            var (first, next) = (hour * UnixMicroseconds.Hour, (hour + 1L) * UnixMicroseconds.Hour);
            if (days.Count > 0 && days[^1].To > first)
                days[^1] = days[^1] with { MarkedAt = Math.Max(days[^1].MarkedAt, markedAt) };

            // An hour may be in two days, or three where a day was skipped.
            for (var at = days.Count > 0 ? Math.Max(days[^1].To, first) : first; at < next; )
            {
                var day = zone.DayOf(at);
                var (start, end) = (zone.StartOf(day), zone.StartOf(day + 1));
                days.Add(new StoredDay(day, start, end, markedAt));
                at = end;
            }
        }

        return days;
    }
}
