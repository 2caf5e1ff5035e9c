using System.Globalization;

namespace GigaChat.Usage.Sample;

internal static class Format
{
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Rubles(decimal? rubles) =>
        rubles is { } amount ? amount.ToString("N2", CultureInfo.InvariantCulture) + " ₽" : "price missing";

    public static string Share(double share) =>
        share.ToString("P0", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);

    public static string Day(DateOnly day) => day.ToString("ddd d MMM", CultureInfo.InvariantCulture);
}
