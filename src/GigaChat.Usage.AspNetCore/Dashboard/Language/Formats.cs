using System.Globalization;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// The formats of numbers, money and times in a language. Defined here, because a machine without culture data
/// (invariant globalization, slim containers) would format Russian as English.
/// </summary>
internal sealed class Formats
{
    private const char Nbsp = '\u00A0';

    private static readonly string[] RussianMonths =
    [
        "янв",
        "фев",
        "мар",
        "апр",
        "мая",
        "июн",
        "июл",
        "авг",
        "сен",
        "окт",
        "ноя",
        "дек",
    ];
    private static readonly string[] RussianWholeMonths =
    [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ];
    private static readonly string[] RussianWeekdays = ["вс", "пн", "вт", "ср", "чт", "пт", "сб"];

    private readonly bool _russian;
    private readonly NumberFormatInfo _numbers;

    private Formats(bool russian)
    {
        _russian = russian;
        _numbers = (NumberFormatInfo)NumberFormatInfo.InvariantInfo.Clone();
        if (!russian)
            return;
        _numbers.NumberGroupSeparator = Nbsp.ToString();
        _numbers.NumberDecimalSeparator = ",";
    }

    public static Formats Russian { get; } = new(russian: true);

    public static Formats English { get; } = new(russian: false);

    /// <summary>The decimal separator of the language.</summary>
    public string DecimalSeparator => _numbers.NumberDecimalSeparator;

    public string Count(long number) => number.ToString("N0", _numbers);

    /// <summary>Formats a number that is not an amount, such as a status or a size.</summary>
    public string Plain(int number) => number.ToString(_numbers);

    /// <summary>Rubles and kopecks; an amount that would round to nothing is written as
    /// <see cref="SmallRubles"/>.</summary>
    public string Rubles(decimal? rubles) =>
        rubles switch
        {
            null => "—",
            > 0 and < 0.005m => SmallRubles(rubles),
            { } amount => Money(amount, "N2"),
        };

    /// <summary>
    /// Formats the rubles of a single call, often kopecks and parts of them; an amount that would round to zero is
    /// <c>&lt;₽0.0001</c>.
    /// </summary>
    public string SmallRubles(decimal? rubles) =>
        rubles switch
        {
            null => "—",
            > 0 and < 0.00005m => $"<{Money(0.0001m, "N4")}",
            > 0 and < 1 => Money(rubles.Value, "N4"),
            _ => Money(rubles.Value, "N2"),
        };

    /// <summary>
    /// Formats a share in percent; only none is 0% and only all is 100%: a share that would round to them is
    /// <c>&lt;0.1%</c> and <c>&gt;99.9%</c>.
    /// </summary>
    public string Share(double share) =>
        (share * 100) switch
        {
            > 0 and < 0.05 => $"<{Percent(0.1, "N1")}",
            >= 99.95 and < 100 => $">{Percent(99.9, "N1")}",
            var percent => Percent(percent, percent is (> 0 and < 9.95) or (>= 99.5 and < 100) ? "N1" : "N0"),
        };

    /// <summary>Formats a change in percent with its sign: <c>+7.5%</c>; large ones without decimals.</summary>
    public string Change(double change) =>
        (change < 0 ? "−" : "+") + Percent(Math.Abs(change) * 100, Math.Abs(change) >= 1 ? "N0" : "N1");

    /// <summary>Formats a share that may be negative.</summary>
    public string SignedShare(double share)
    {
        var percent = Math.Abs(share) * 100;
        return percent < 0.05
            ? Percent(0, "N0")
            : (share < 0 ? "−" : "") + Percent(percent, percent < 9.95 ? "N1" : "N0");
    }

    /// <summary>Formats a difference in rubles with its sign.</summary>
    public string SignedRubles(decimal rubles) =>
        rubles == 0 ? Rubles(0) : (rubles < 0 ? "−" : "+") + Rubles(Math.Abs(rubles));

    /// <summary>Formats an hour, which must already be in the report time zone: <c>5 Feb 2026, 14:00–15:00</c>.</summary>
    public string Hour(DateTimeOffset local) =>
        $"{Day(DateOnly.FromDateTime(local.DateTime))}, {HourOfDay(local)}–{HourOfDay(local.AddHours(1))}";

    public static string HourOfDay(DateTimeOffset local) => local.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Formats a month: <c>февраль 2026</c>, <c>February 2026</c>.</summary>
    public string Month(DateOnly day) =>
        $"{(_russian ? RussianWholeMonths[day.Month - 1] : day.ToString("MMMM", CultureInfo.InvariantCulture))}{Nbsp}{day.Year}";

    /// <summary>Formats a number of an axis, short: <c>1,5 млн</c>.</summary>
    public string Short(double number)
    {
        var (divisor, unit) = number switch
        {
            >= 1e12 => (1e12, _russian ? $"{Nbsp}трлн" : "T"),
            >= 1e9 => (1e9, _russian ? $"{Nbsp}млрд" : "B"),
            >= 1e6 => (1e6, _russian ? $"{Nbsp}млн" : "M"),
            >= 1e3 => (1e3, _russian ? $"{Nbsp}тыс." : "K"),
            _ => (1, ""),
        };
        return (number / divisor).ToString("#,0.##", _numbers) + unit;
    }

    public string ShortRubles(double rubles) => _russian ? $"{Short(rubles)}{Nbsp}₽" : $"₽{Short(rubles)}";

    /// <summary>Formats a day of the month: <c>5 фев</c>, <c>5 Feb</c>.</summary>
    public string ShortDay(DateOnly day) =>
        _russian
            ? $"{day.Day}{Nbsp}{RussianMonths[day.Month - 1]}"
            : day.ToString("d'\u00A0'MMM", CultureInfo.InvariantCulture);

    /// <summary>Formats a day: <c>5 фев 2026</c>, <c>5 Feb 2026</c>.</summary>
    public string Day(DateOnly day) => $"{ShortDay(day)}{Nbsp}{day.Year}";

    public string Weekday(DateOnly day) =>
        _russian ? RussianWeekdays[(int)day.DayOfWeek] : day.ToString("ddd", CultureInfo.InvariantCulture);

    /// <summary>Formats a time, which must already be in the report time zone: <c>5 фев 2026, 14:03:07</c>.</summary>
    public string Moment(DateTimeOffset local) =>
        $"{Day(DateOnly.FromDateTime(local.DateTime))}, {local.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}";

    public string Duration(TimeSpan duration) =>
        duration.TotalSeconds < 1
            ? $"{duration.TotalMilliseconds.ToString("N0", _numbers)}{Nbsp}{(_russian ? "мс" : "ms")}"
            : $"{duration.TotalSeconds.ToString("N2", _numbers)}{Nbsp}{(_russian ? "с" : "s")}";

    /// <summary>Formats a duration in days and hours: <c>1 д 12 ч</c>.</summary>
    public string Window(TimeSpan window)
    {
        var parts = new[]
        {
            (window.Days, _russian ? "д" : "d"),
            (window.Hours, _russian ? "ч" : "h"),
            (window.Minutes, _russian ? "мин" : "min"),
        };
        return string.Join(
            Nbsp,
            parts.Where(static part => part.Item1 > 0).Select(part => $"{part.Item1}{Nbsp}{part.Item2}")
        );
    }

    private string Percent(double percent, string digits) =>
        percent.ToString(digits, _numbers) + (_russian ? $"{Nbsp}%" : "%");

    private string Money(decimal amount, string digits) =>
        _russian ? $"{amount.ToString(digits, _numbers)}{Nbsp}₽" : $"₽{amount.ToString(digits, _numbers)}";
}
