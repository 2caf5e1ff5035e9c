namespace GigaChat.Usage;

/// <summary>Time as whole microseconds since 1970, the precision of every store.</summary>
internal static class UnixMicroseconds
{
    public const long Hour = 3_600_000_000;

    public const long Day = 24 * Hour;

    public const long Week = 7 * Day;

    // 1 January 1970 was a Thursday.
    private const long FirstMonday = 4 * Day;

    public static long Of(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond
        - (time.UtcTicks < DateTimeOffset.UnixEpoch.Ticks && time.UtcTicks % TimeSpan.TicksPerMicrosecond != 0 ? 1 : 0);

    public static DateTimeOffset ToTime(long value) => new(ToTicks(value), TimeSpan.Zero);

    public static DateTime ToUtcDateTime(long value) => new(ToTicks(value), DateTimeKind.Utc);

    /// <summary>Gets the first whole microsecond at or after a time.</summary>
    public static long AtOrAfter(DateTimeOffset time) =>
        Of(time) + (time.UtcTicks % TimeSpan.TicksPerMicrosecond == 0 ? 0 : 1);

    public static long FloorHour(long value) => FloorTo(value, Hour);

    public static long FloorTo(long value, long unit) => value - Modulo(value, unit);

    /// <summary>Gets the number of whole units since 1970.</summary>
    public static int Number(long value, long unit) => (int)(FloorTo(value, unit) / unit);

    public static long CeilingHour(long value) => FloorHour(value + Hour - 1);

    /// <summary>Gets the Monday at or before a day's label.</summary>
    public static long FloorWeek(long day) => day - Modulo(day - FirstMonday, Week);

    public static long CeilingWeek(long day) => FloorWeek(day + Week - Day);

    public static long Modulo(long value, long divisor) => ((value % divisor) + divisor) % divisor;

    // The maximum time is one tick short of a whole microsecond after the last: saturate rather than throw.
    private static long ToTicks(long value)
    {
        var ticks = (Int128)value * TimeSpan.TicksPerMicrosecond + DateTimeOffset.UnixEpoch.Ticks;
        return (long)Int128.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
    }
}
