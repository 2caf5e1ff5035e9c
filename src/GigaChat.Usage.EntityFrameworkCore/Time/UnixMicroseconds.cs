namespace GigaChat.Usage;

/// <summary>Time as whole microseconds since 1970, the precision of every store.</summary>
internal static class UnixMicroseconds
{
    public const long Hour = 3_600_000_000;

    public const long Day = 24 * Hour;

    /// <summary>The last whole microsecond at or before a time.</summary>
    public static long Of(DateTimeOffset time) =>
        Floor(time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The first whole microsecond at or after a time.</summary>
    public static long AtOrAfter(DateTimeOffset time) => Of(time) + (time.UtcTicks % TimeSpan.TicksPerMicrosecond == 0 ? 0 : 1);

    public static DateTimeOffset ToTime(long value) => new(ToTicks(value), TimeSpan.Zero);

    public static DateTime ToUtcDateTime(long value) => new(ToTicks(value), DateTimeKind.Utc);

    /// <summary>The last multiple of a step at or before a value, also before 1970.</summary>
    public static long Floor(long value, long step) => value - (((value % step) + step) % step);

    // The days at either end of time reach beyond it: saturate rather than throw.
    private static long ToTicks(long value) => (long)Int128.Clamp(
        ((Int128)value * TimeSpan.TicksPerMicrosecond) + DateTimeOffset.UnixEpoch.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
}
