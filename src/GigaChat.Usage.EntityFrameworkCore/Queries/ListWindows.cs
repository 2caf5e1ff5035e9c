namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The parts of a period that contain records of a filter, by the hours of rollups: where few records pass a filter,
/// a page reads only these, and needs no index of what it filters by. Rollups contain deleted records too, so that a
/// window may be empty.
/// </summary>
/// <param name="session">The transaction.</param>
/// <param name="filter">The filter, fitted.</param>
/// <param name="stored">The state of the stored data.</param>
internal sealed class ListWindows(UsageSession session, UsageFilter filter, UsageStored stored)
{
    private const long FirstLength = 2 * UnixMicroseconds.Day;
    private const int Growth = 8;

    private readonly RollupFamily _family = RollupFamily.For(filter, UsageGrouping.None)!;
    private readonly LocalDays _days = new(stored.State.Zone ?? TimeZoneInfo.Utc);

    /// <summary>Gets <c>true</c> if no index has what a filter compares, but rollups do; otherwise, <c>false</c>.</summary>
    public static bool AreFor(UsageFilter filter) =>
        filter is { UserId: null, AccessToken: null, Tags: null, Among: null }
        && RollupFamily.KeysOf(filter) != UsageDimensions.None
        && RollupFamily.For(filter, UsageGrouping.None) is not null;

    /// <summary>Reads the windows of a period, in order.</summary>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The moment after the last.</param>
    /// <param name="ascending"><c>true</c> for the earliest window first; <c>false</c> for the latest.</param>
    public async IAsyncEnumerable<(long From, long To)> ReadAsync(long from, long to, bool ascending)
    {
        if (stored.Extent is not { Oldest: { } oldest } extent)
            yield break;
        (from, to) = (Math.Max(from, oldest), Math.Min(to, extent.Next));
        if (stored.State.Zone is null && from < to)
        {
            // There are no rollups yet.
            yield return (from, to);
            yield break;
        }

        for (long done = 0, length = FirstLength; done < to - from; done += length, length *= Growth)
        {
            length = Math.Min(length, to - from - done);
            var (first, next) = ascending ? (from + done, from + done + length) : (to - done - length, to - done);
            var windows = await ReadAsync(first, next).ConfigureAwait(false);
            if (!ascending)
                windows.Reverse();
            foreach (var window in windows)
                yield return window;
        }
    }

    private async Task<List<(long From, long To)>> ReadAsync(long from, long to)
    {
        // A day around, because a moment's day need not be between those of two others.
        var days = await BucketsAsync(
                _family.Day,
                [(_days.DayOf(from) - UnixMicroseconds.Day, _days.DayOf(to - 1) + (2 * UnixMicroseconds.Day))]
            )
            .ConfigureAwait(false);
        var periods = days.Select(_days.PeriodOfDay);
        if (_family.Hour is not { } hour)
            return Joined(periods, from, to);
        var hours = await BucketsAsync(
                hour,
                Joined(
                    periods.Select(day => (UnixMicroseconds.FloorHour(day.From), UnixMicroseconds.CeilingHour(day.To))),
                    UnixMicroseconds.FloorHour(from),
                    to
                )
            )
            .ConfigureAwait(false);
        return Joined(hours.Select(start => (start, start + UnixMicroseconds.Hour)), from, to);
    }

    /// <summary>Reads the buckets with records of the filter in some ranges, in order.</summary>
    private async Task<List<long>> BucketsAsync(RollupKind kind, List<(long From, long To)> ranges)
    {
        if (ranges.Count == 0)
            return [];
        var sql = session.Sql();
        UsageSpan[] spans = [.. ranges.Select(range => new UsageSpan(UsageLevel.Hour, range.From, range.To, null))];
        sql.Add($"SELECT r.bucket FROM {session.Dialect.SpansJoin(sql, spans)} {session.Tables.Rollups} r");
        sql.Add($" WHERE r.kind = {SqlText.Number((short)kind)} AND r.bucket >= s.lo AND r.bucket < s.hi");
        FilterSql.AddConditions(sql, filter, $"r", ofRecords: false);
        sql.Add($" GROUP BY r.bucket HAVING {session.Dialect.Sum($"r.records")} > 0 ORDER BY r.bucket");
        return await session.ReadAsync(sql, reader => session.Dialect.ReadTime(reader, 0)).ConfigureAwait(false);
    }

    /// <summary>Gets the periods within another one, those that touch as one.</summary>
    private static List<(long From, long To)> Joined(IEnumerable<(long From, long To)> periods, long from, long to)
    {
        var joined = new List<(long From, long To)>();
        foreach (var period in periods.Order())
        {
            var (first, next) = (Math.Max(period.From, from), Math.Min(period.To, to));
            if (first >= next)
                continue;
            if (joined.Count > 0 && first <= joined[^1].To)
                joined[^1] = (joined[^1].From, Math.Max(joined[^1].To, next));
            else
                joined.Add((first, next));
        }

        return joined;
    }
}
