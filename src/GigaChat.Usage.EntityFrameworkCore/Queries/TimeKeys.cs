using GigaChat.Usage.Storage;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The keys of a group that depend on local time: days, weeks, months, weekdays, hours of the day.</summary>
internal sealed class TimeKeys(UsageGrouping grouping)
{
    /// <summary>The dimensions that are the same for a whole day.</summary>
    public const UsageDimensions Calendar =
        UsageDimensions.Day | UsageDimensions.Week | UsageDimensions.Month | UsageDimensions.Weekday;

    /// <summary>The dimensions that are no column: of them only <see cref="UsageDimensions.Hour"/> is UTC.</summary>
    public const UsageDimensions All = Calendar | UsageDimensions.Hour | UsageDimensions.LocalHour;

    private static readonly DateOnly Monday = new(1970, 1, 5);

    /// <summary>The days of the requested zone; null when no key depends on local time.</summary>
    public LocalDays? Days { get; } =
        (grouping.By & (Calendar | UsageDimensions.LocalHour)) == 0 ? null : new LocalDays(grouping.TimeZone);

    /// <summary><c>true</c> if days, weeks, months or weekdays are requested; otherwise, <c>false</c>.</summary>
    public bool HasCalendar => (grouping.By & Calendar) != 0;

    /// <summary><c>true</c> if hours of the day are requested; otherwise, <c>false</c>.</summary>
    public bool HasLocalHours => grouping.Has(UsageDimensions.LocalHour);

    /// <summary><c>true</c> if every day has another label; otherwise, <c>false</c>.</summary>
    public bool IsEachDay =>
        grouping.Has(UsageDimensions.Day)
        || (grouping.Has(UsageDimensions.Week) && grouping.Has(UsageDimensions.Weekday));

    /// <summary>
    /// Gets a label that two days share when all requested calendar keys are the same: a time from which
    /// <see cref="Set"/> derives these keys, and that sorts as they do.
    /// </summary>
    /// <param name="label">The label of a day, see <see cref="LocalDays"/>.</param>
    public long LabelOf(long label)
    {
        if (IsEachDay)
            return label;
        var day = DayOf(label);
        var weekday = grouping.Has(UsageDimensions.Weekday) ? ((int)day.DayOfWeek + 6) % 7 : 0;
        var start = (grouping.Has(UsageDimensions.Week), grouping.Has(UsageDimensions.Month)) switch
        {
            (false, false) => Monday,
            (true, false) => Storage.Calendar.MondayOf(day),
            (false, true) => Storage.Calendar.MonthOf(day),
            _ => Later(Storage.Calendar.MondayOf(day), Storage.Calendar.MonthOf(day)),
        };

        // A month has at least 28 days, so its weekdays fit behind its first day.
        return (start.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber + weekday) * UnixMicroseconds.Day;
    }

    /// <summary>Sets the requested calendar keys of a group.</summary>
    public void Set(GroupValues group, DateTimeOffset label)
    {
        var day = DateOnly.FromDateTime(label.UtcDateTime);
        var month = Storage.Calendar.MonthOf(day);
        var weekday = !IsEachDay && grouping.Has(UsageDimensions.Month) ? day.DayNumber - month.DayNumber : (int?)null;
        group.Day = grouping.Has(UsageDimensions.Day) ? day : null;
        group.Week = grouping.Has(UsageDimensions.Week) ? Storage.Calendar.MondayOf(day) : null;
        group.Month = grouping.Has(UsageDimensions.Month) ? month : null;
        group.Weekday =
            !grouping.Has(UsageDimensions.Weekday) ? null
            : weekday is { } fromMonday ? (DayOfWeek)((fromMonday + 1) % 7)
            : day.DayOfWeek;
    }

    private static DateOnly DayOf(long label) => DateOnly.FromDateTime(UnixMicroseconds.ToUtcDateTime(label));

    private static DateOnly Later(DateOnly x, DateOnly y) => x > y ? x : y;
}
