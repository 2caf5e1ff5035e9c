using System.Globalization;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Numbers of SVG attributes. Geometry is in percent of the chart, so that it stretches with the page while its texts
/// keep their size.
/// </summary>
internal static class Svg
{
    public static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    public static string Percent(double part) => Number(part * 100) + "%";
}
