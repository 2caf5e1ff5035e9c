namespace GigaChat.Usage.ClickHouse;

/// <summary>Time as whole microseconds since 1970, the precision of every store.</summary>
internal static class UsageMicroseconds
{
    public const long Hour = 3_600_000_000;

    public const long Day = 24 * Hour;

    public static long Of(DateTimeOffset time) => FloorTo(time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, 10) / 10;

    /// <summary>Gets the first whole microsecond at or after a time.</summary>
    public static long AtOrAfter(DateTimeOffset time) =>
        Of(time) + (time.UtcTicks % TimeSpan.TicksPerMicrosecond == 0 ? 0 : 1);

    public static DateTimeOffset ToTime(long value) => new(ToTicks(value), TimeSpan.Zero);

    public static DateTime ToUtcDateTime(long value) => new(ToTicks(value), DateTimeKind.Utc);

    public static long FloorHour(long value) => FloorTo(value, Hour);

    public static long CeilingHour(long value) => FloorTo(value + Hour - 1, Hour);

    public static long FloorTo(long value, long unit) => value - ((value % unit) + unit) % unit;

    /// <summary>Gets the number of whole units since 1970.</summary>
    public static int Number(long value, long unit) => (int)(FloorTo(value, unit) / unit);

    private static long ToTicks(long value)
    {
        var ticks = (Int128)value * TimeSpan.TicksPerMicrosecond + DateTimeOffset.UnixEpoch.Ticks;
        return (long)Int128.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
    }
}
