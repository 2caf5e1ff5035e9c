using System.Globalization;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage.Configuration;

/// <summary>
/// Reads a time with its offset, or a day, which begins at midnight of Moscow, where GigaChat is billed.
/// </summary>
/// <remarks>The binder of the framework would read a day in the time zone of the machine.</remarks>
internal static class SettingMoment
{
    private static readonly string[] Formats = ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    public static bool TryRead(string text, out DateTimeOffset value)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            value = ReportDays.StartOf(day, ReportTimeZone.Default);
            value = TimeZoneInfo.ConvertTime(value, ReportTimeZone.Default);
            return true;
        }

        return DateTimeOffset.TryParseExact(
                text,
                Formats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out value
            ) && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > "yyyy-MM-dd".Length);
    }

    /// <summary>Gets a moment; null for no text, and for one that is not a moment, which is a problem already.</summary>
    public static DateTimeOffset? Of(string? text) => text is not null && TryRead(text, out var value) ? value : null;
}
