using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace GigaChat.Usage.ClickHouse;

/// <summary>The days of a time zone, as numbers since 1970 and as periods of UTC.</summary>
/// <remarks>
/// The period of a day starts with the first moment of that day or a later one, so that periods follow one another
/// without overlap and gap: where a clock is set back over midnight, a period has moments of two days.
/// </remarks>
internal sealed class ZoneDays(TimeZoneInfo zone)
{
    private readonly LocalDays _days = new(zone);
    private readonly ConcurrentDictionary<int, long> _starts = new();

    public TimeZoneInfo Zone { get; } = zone;

    public bool HasSameRules(TimeZoneInfo other) => Zone.Id == other.Id || Zone.HasSameRules(other);

    /// <summary>Gets the first moment of a day's period.</summary>
    public long StartOf(int day) =>
        _starts.GetOrAdd(day, static (number, days) => days.StartOf(number * UnixMicroseconds.Day), _days);

    /// <summary>Gets the day in which period a moment is.</summary>
    public int DayOf(long moment)
    {
        var day = UnixMicroseconds.Number(moment + _days.OffsetAt(moment), UnixMicroseconds.Day);
        while (StartOf(day + 1) <= moment)
            day++;
        return day;
    }

    /// <summary>Gets <c>true</c> if each hour of UTC in a period is within one day; otherwise, <c>false</c>.</summary>
    public bool HasWholeHours(long from, long to) =>
        _days.Offsets(from, to).All(part => part.Offset % UnixMicroseconds.Hour == 0);

    /// <summary>Gets the SQL of the day of a moment in a period. A day is added before the division and subtracted after
    /// it, because the division of a negative number does not round down.</summary>
    public string DaySql(string moment, long from, long to) =>
        $"toInt32(intDiv({LocalSql(moment, from, to)} + {UnixMicroseconds.Day}, {UnixMicroseconds.Day}) - 1)";

    /// <summary>Gets the SQL of the local time of a moment in a period, in microseconds since 1970.</summary>
    public string LocalSql(string moment, long from, long to)
    {
        var parts = _days.Offsets(from, to).ToList();
        var shift = new StringBuilder();
        if (parts.Count > 1)
        {
            shift.Append("multiIf(");
            foreach (var (_, end, offset) in parts[..^1])
                shift.Append(CultureInfo.InvariantCulture, $"{moment} < {end}, {offset}, ");
            shift.Append(CultureInfo.InvariantCulture, $"{parts[^1].Offset})");
        }
        else
        {
            shift.Append(parts.Count == 0 ? 0 : parts[0].Offset);
        }

        return $"({moment} + {shift})";
    }
}
