using GigaChat.Usage.Forecasting;

namespace GigaChat.Usage;

/// <summary>An expected amount between the ends of its 80 and 95 percent bands, in tokens or rubles. The ends are null
/// when the history is too short to tell them.</summary>
/// <param name="Expected">The expected amount.</param>
/// <param name="Low80">The lower end of the 80 percent band.</param>
/// <param name="High80">Its upper end.</param>
/// <param name="Low95">The lower end of the 95 percent band.</param>
/// <param name="High95">Its upper end.</param>
public sealed record ForecastRange(
    decimal Expected,
    decimal? Low80 = null,
    decimal? High80 = null,
    decimal? Low95 = null,
    decimal? High95 = null
)
{
    /// <summary>The range with everything in it multiplied, as by a price.</summary>
    internal ForecastRange Times(decimal factor) =>
        new(Expected * factor, Low80 * factor, High80 * factor, Low95 * factor, High95 * factor);

    /// <summary>The range on top of what is known already.</summary>
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

    // Ends are rounded outward: rounded to the nearest, a band of few tokens would have no width.
    private static decimal Whole(double tokens) => (decimal)Math.Min(tokens, UsageRecordLimits.Tokens * 1e6);
}
