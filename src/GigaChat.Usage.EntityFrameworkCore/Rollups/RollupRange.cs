namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The rollups from a Monday of the report up to another.</summary>
/// <param name="FirstHour">The first moment of the first hour; <see cref="long.MinValue"/> for all earlier ones.</param>
/// <param name="FirstDay">The label of the first day and week; <see cref="long.MinValue"/> for all earlier ones.</param>
/// <param name="NextHour">The moment after the last hour; <see cref="long.MaxValue"/> for all later ones.</param>
/// <param name="NextDay">The label after the last day and week; <see cref="long.MaxValue"/> for all later ones.</param>
internal sealed record RollupRange(long FirstHour, long FirstDay, long NextHour, long NextDay)
{
    /// <summary>The number of Mondays that are tried.</summary>
    private const int MostWeeks = 9;

    public static RollupRange All { get; } = new(long.MinValue, long.MinValue, long.MaxValue, long.MaxValue);

    /// <summary>
    /// Gets everything from the first Monday after a moment that begins with an hour of UTC, and around which no clock is
    /// changed: no row has records of both sides.
    /// </summary>
    public static RollupRange After(long moment, LocalDays days)
    {
        var monday = UnixMicroseconds.FloorWeek(days.DayOf(moment));
        for (var week = 0; week < MostWeeks; week++)
        {
            monday += UnixMicroseconds.Week;
            var start = days.StartOf(monday);
            if (
                start % UnixMicroseconds.Hour == 0
                && days.OffsetAt(start - UnixMicroseconds.Day) == days.OffsetAt(start + UnixMicroseconds.Day)
            )
                return All with { FirstHour = start, FirstDay = monday };
        }

        // In a zone of half hours there is none.
        return All with
        {
            FirstHour = long.MaxValue,
            FirstDay = long.MaxValue,
        };
    }

    /// <summary>Gets the part before another range.</summary>
    public RollupRange Until(RollupRange next) => this with { NextHour = next.FirstHour, NextDay = next.FirstDay };

    /// <summary>Adds the condition for the rows of a kind.</summary>
    public void AddCondition(UsageSql sql, short kind, bool isHour)
    {
        var (first, next) = isHour ? (FirstHour, NextHour) : (FirstDay, NextDay);
        sql.Add($" WHERE kind = {SqlText.Number(kind)}");
        if (first > long.MinValue)
            sql.Add($" AND bucket >= {sql.Time(first)}");
        if (next < long.MaxValue)
            sql.Add($" AND bucket < {sql.Time(next)}");
    }
}
