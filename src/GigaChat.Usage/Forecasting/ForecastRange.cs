using GigaChat.Usage.Forecasting;

namespace GigaChat.Usage;

/// <summary>
/// An expected amount with the ends of its 80 and 95 percent bands, in tokens or rubles. The ends are <c>null</c> if
/// the history is too short to determine them.
/// </summary>
public sealed class ForecastRange
{
    internal ForecastRange(
        decimal expected,
        decimal? low80 = null,
        decimal? high80 = null,
        decimal? low95 = null,
        decimal? high95 = null
    )
    {
        Expected = expected;
        Low80 = low80;
        High80 = high80;
        Low95 = low95;
        High95 = high95;
    }

    /// <summary>The expected amount.</summary>
    public decimal Expected { get; }

    /// <summary>The lower end of the 80 percent band.</summary>
    public decimal? Low80 { get; }

    /// <summary>The upper end of the 80 percent band.</summary>
    public decimal? High80 { get; }

    /// <summary>The lower end of the 95 percent band.</summary>
    public decimal? Low95 { get; }

    /// <summary>The upper end of the 95 percent band.</summary>
    public decimal? High95 { get; }

    /// <summary>Multiplies the range by a factor, such as a price.</summary>
    internal ForecastRange Times(decimal factor) =>
        new(Expected * factor, Low80 * factor, High80 * factor, Low95 * factor, High95 * factor);

    /// <summary>Adds a known amount to the range.</summary>
    internal ForecastRange Plus(decimal known) =>
        new(Expected + known, Low80 + known, High80 + known, Low95 + known, High95 + known);

    internal static ForecastRange Of(in Band band) =>
        new(
            Whole(Math.Round(band.Expected)),
            Whole(Math.Floor(band.Low80)),
            Whole(Math.Ceiling(band.High80)),
            Whole(Math.Floor(band.Low95)),
            Whole(Math.Ceiling(band.High95))
        );

    // Ends are rounded outward: rounded to the nearest integer, a band of few tokens would have no width.
    private static decimal Whole(double tokens) => (decimal)Math.Min(tokens, UsageRecordLimits.Tokens * 1e6);
}
