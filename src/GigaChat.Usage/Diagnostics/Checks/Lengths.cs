using System.Globalization;

namespace GigaChat.Usage.Diagnostics;

/// <summary>Formats durations in words.</summary>
internal static class Lengths
{
    public static string Words(TimeSpan length) =>
        length switch
        {
            { TotalMinutes: < 1 } => Words(length.TotalSeconds, "second"),
            { TotalHours: < 2 } => Words(length.TotalMinutes, "minute"),
            { TotalDays: < 2 } => Words(length.TotalHours, "hour"),
            _ => Words(length.TotalDays, "day"),
        };

    private static string Words(double number, string unit)
    {
        var whole = Math.Floor(number);
        return string.Create(CultureInfo.InvariantCulture, $"{whole:N0} {(whole is 1 ? unit : unit + "s")}");
    }
}
