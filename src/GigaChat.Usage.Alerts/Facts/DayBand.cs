using GigaChat.Usage.Forecasting;

namespace GigaChat.Usage.Alerts;

/// <summary>The expected amount of a day, and the ends of a band around it.</summary>
/// <param name="Expected">The expected amount.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
internal readonly record struct DayBand(double Expected, double Low, double High)
{
    /// <summary>The factor between the ends of a 95 percent band and one standard deviation.</summary>
    private const double DeviationsOf95 = 1.96;

    /// <summary>Forecasts the day after a history.</summary>
    /// <param name="history">The amounts of whole days, up to the day before.</param>
    /// <param name="day">The day.</param>
    /// <param name="deviations">The width of the band, in standard deviations.</param>
    /// <returns>The band; null if the history is too short for one.</returns>
    public static DayBand? After(IReadOnlyList<double> history, DateOnly day, double deviations)
    {
        // In ten-thousandths, because a forecast is of whole tokens.
        var ahead = new DaysAhead([.. history.Select(static value => value * Scale)], day, 1);
        if (ahead.Method != ForecastMethod.Seasonal)
            return null;
        var range = ahead.Day(0).Tokens;
        var expected = (double)range.Expected;
        if (expected <= 0 || range.High95 is not { } high || range.Low95 is not { } low)
            return null;

        // Errors of a forecast are factors: twice the deviations are the square of the factor.
        var power = deviations / DeviationsOf95;
        return new DayBand(
            expected / Scale,
            low <= 0 ? 0 : expected * Math.Pow((double)low / expected, power) / Scale,
            expected * Math.Pow((double)high / expected, power) / Scale
        );
    }

    private const double Scale = 10_000;
}
