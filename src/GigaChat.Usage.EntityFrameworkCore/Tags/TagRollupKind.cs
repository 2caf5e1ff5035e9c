namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The kinds of rollups by tag. Stored by number: never renumber.</summary>
internal enum TagRollupKind : short
{
    /// <summary>Days in the report time zone by key and value.</summary>
    DayTagValue = 0,

    /// <summary>Weeks in the report time zone, from Monday, by key and value.</summary>
    WeekTagValue = 1,

    /// <summary>Days by key: the values beyond the limit of a day; with an empty key the keys beyond it.</summary>
    DayTagOthers = 2,

    /// <summary>Weeks by the keys of <see cref="DayTagOthers"/>.</summary>
    WeekTagOthers = 3,

    /// <summary>Days by key, whatever the value.</summary>
    DayTagKey = 4,

    /// <summary>Weeks by key, whatever the value.</summary>
    WeekTagKey = 5,

    /// <summary>
    /// Days by key and value, whatever the operation: the keys that a cost depends on, in far fewer rows.
    /// </summary>
    DayTagSummary = 6,

    /// <summary>Weeks by the keys of <see cref="DayTagSummary"/>.</summary>
    WeekTagSummary = 7,

    /// <summary>
    /// Hours of UTC by the keys of <see cref="DayTagSummary"/>, for periods that do not begin and end with a day.
    /// </summary>
    HourTagSummary = 8,

    /// <summary>Hours of UTC by key, whatever the operation: what is beyond the limits of a day.</summary>
    HourTagOthers = 9,

    /// <summary>Hours of UTC by key, whatever the value and the operation.</summary>
    HourTagKey = 10,
}
