using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage.Alerts;

/// <summary>The usual hours of a day in the report time zone: of working days, and of days off.</summary>
internal sealed class HourProfile
{
    private const int HoursOfDay = 24;

    private readonly Cell[] _cells = new Cell[2 * HoursOfDay];
    private readonly TimeZoneInfo _zone;

    public HourProfile(
        IReadOnlyDictionary<DateTimeOffset, Spend> hours,
        DateOnly firstDay,
        DateOnly today,
        TimeZoneInfo zone
    )
    {
        _zone = zone;
        for (var i = 0; i < _cells.Length; i++)
            _cells[i] = new Cell();
        for (var day = firstDay; day < today; day = day.AddDays(1))
        {
            var end = ReportDays.StartOf(day.AddDays(1), zone);
            for (var hour = UsageHours.HourOf(ReportDays.StartOf(day, zone)); hour < end; hour = hour.AddHours(1))
                CellOf(hour).Add(hours.GetValueOrDefault(hour));
        }
    }

    /// <summary>Gets the largest spend of an hour and of those around it, on days of the same kind.</summary>
    public decimal MostRubles(DateTimeOffset hour) =>
        Math.Max(
            CellOf(hour).MostRubles,
            Math.Max(CellOf(hour.AddHours(-1)).MostRubles, CellOf(hour.AddHours(1)).MostRubles)
        );

    /// <summary>Gets the mean number of calls of an hour on days of the same kind.</summary>
    public double MeanCalls(DateTimeOffset hour) => CellOf(hour).MeanCalls;

    /// <summary>Gets the smallest number of calls of an hour on days of the same kind.</summary>
    public long FewestCalls(DateTimeOffset hour) => CellOf(hour).FewestCalls;

    /// <summary>Gets <c>true</c> for a day off of the production calendar; otherwise, <c>false</c>.</summary>
    public static bool IsOff(DateOnly day) =>
        ProductionCalendar.KindOf(day) switch
        {
            CalendarDay.DayOff => true,
            CalendarDay.WorkingWeekend => false,
            _ => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday,
        };

    private Cell CellOf(DateTimeOffset hour)
    {
        var local = TimeZoneInfo.ConvertTime(hour, _zone);
        return _cells[(IsOff(DateOnly.FromDateTime(local.DateTime)) ? HoursOfDay : 0) + local.Hour];
    }

    private sealed class Cell
    {
        private int _days;
        private long _calls;
        private long _fewest = long.MaxValue;

        public decimal MostRubles { get; private set; }

        public double MeanCalls => _days == 0 ? 0 : (double)_calls / _days;

        public long FewestCalls => _days == 0 ? 0 : _fewest;

        public void Add(in Spend spend)
        {
            _days++;
            _calls += spend.Calls;
            _fewest = Math.Min(_fewest, spend.Calls);
            MostRubles = Math.Max(MostRubles, spend.Rubles);
        }
    }
}
