namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The kinds of rollups. Stored by number: never renumber.</summary>
internal enum RollupKind : short
{
    /// <summary>Hours of UTC by operation, model, batch and source: few rows, for totals, statistics and
    /// cost.</summary>
    HourSummary = 0,

    /// <summary>Hours of UTC by every dimension with few values.</summary>
    HourDetail = 1,

    /// <summary>Days in the report time zone by the keys of <see cref="HourSummary"/>.</summary>
    DaySummary = 2,

    /// <summary>Days in the report time zone by the keys of <see cref="HourDetail"/>.</summary>
    DayDetail = 3,

    /// <summary>
    /// Days in the report time zone by user. There are no hours by user: they would be nearly as many as the records.
    /// </summary>
    DayUser = 4,

    /// <summary>Days in the report time zone by access token and its type.</summary>
    DayToken = 5,

    /// <summary>
    /// Weeks in the report time zone, from Monday, by user: a month of many users is read from a third of the rows.
    /// </summary>
    WeekUser = 6,
}
