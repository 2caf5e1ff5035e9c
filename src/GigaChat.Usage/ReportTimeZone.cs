namespace GigaChat.Usage;

/// <summary>The time zone of days and reports.</summary>
public static class ReportTimeZone
{
    /// <summary>Moscow's time since 2014, for a machine without time zone data.</summary>
    internal static TimeZoneInfo Fallback { get; } =
        TimeZoneInfo.CreateCustomTimeZone("Europe/Moscow", TimeSpan.FromHours(3), "Moscow (UTC+03:00)", "Moscow");

    /// <summary>Europe/Moscow, where GigaChat is billed; a fixed UTC+3 on a machine without time zone data.</summary>
    public static TimeZoneInfo Default { get; } =
        TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Moscow", out var moscow) ? moscow : Fallback;

    /// <summary>Gets the time zone of an id; the default is known on every machine.</summary>
    internal static TimeZoneInfo? Find(string? id)
    {
        if (string.Equals(id, Default.Id, StringComparison.Ordinal))
            return Default;
        return !string.IsNullOrWhiteSpace(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;
    }
}
