namespace GigaChat.Usage.Forecasting;

/// <summary>
/// The ends of the 80 and 95 percent bands as logarithms of the value over the expected one; the lower ends are
/// negative.
/// </summary>
internal readonly record struct Spread(double Low80, double High80, double Low95, double High95)
{
    /// <summary>The narrowest band: even a series without past changes can change.</summary>
    private const double Least80 = 0.01,
        Least95 = 0.02;

    public Spread Times(double factor) => new(Low80 * factor, High80 * factor, Low95 * factor, High95 * factor);

    /// <summary>Gets the mean of two spreads; the other has a weight of 0 to 1.</summary>
    public Spread Toward(in Spread other, double weight) =>
        new(
            double.Lerp(Low80, other.Low80, weight),
            double.Lerp(High80, other.High80, weight),
            double.Lerp(Low95, other.Low95, weight),
            double.Lerp(High95, other.High95, weight)
        );

    /// <summary>Gets the band that is at least as wide as this and another.</summary>
    public Spread Widest(in Spread other) =>
        new(
            Math.Min(Low80, other.Low80),
            Math.Max(High80, other.High80),
            Math.Min(Low95, other.Low95),
            Math.Max(High95, other.High95)
        );

    /// <summary>Gets the band within bounds, with a positive width and ends in the right order.</summary>
    /// <param name="fall">The maximum distance of the lower end below the expected value.</param>
    /// <param name="rise">The maximum distance of the upper end above it.</param>
    public Spread Within(double fall, double rise)
    {
        var (low80, high80) = (Math.Clamp(Low80, -fall, -Least80), Math.Clamp(High80, Least80, rise));
        return new(
            low80,
            high80,
            Math.Clamp(Math.Min(Low95, low80), -fall, -Least95),
            Math.Clamp(Math.Max(High95, high80), Least95, rise)
        );
    }

    /// <summary>
    /// Gets the spread of errors; the fewer of them are independent, the further out are the quantiles.
    /// </summary>
    /// <param name="errors">The errors; they are sorted.</param>
    /// <param name="independent">The equivalent number of independent errors.</param>
    public static Spread Of(Span<double> errors, double independent)
    {
        errors.Sort();
        var further = 1 / (1 + Math.Max(1, independent));
        var (tail80, tail95) = (0.1 * (1 - further), 0.025 * (1 - further));
        return new(
            Math.Min(0, Middle.Quantile(errors, tail80)),
            Math.Max(0, Middle.Quantile(errors, 1 - tail80)),
            Math.Min(0, Middle.Quantile(errors, tail95)),
            Math.Max(0, Middle.Quantile(errors, 1 - tail95))
        );
    }

    /// <summary>Gets the band around an expected value.</summary>
    /// <param name="expected">The expected value.</param>
    /// <param name="unit">The amount that is added to values before their logarithm is taken.</param>
    public Band Around(double expected, double unit)
    {
        return new Band(expected, End(Low80), End(High80), End(Low95), End(High95));

        double End(double logarithm) => Math.Max(0, ((expected + unit) * Math.Exp(logarithm)) - unit);
    }
}
