namespace GigaChat.Usage.Forecasting;

/// <summary>The median and the quantiles of values.</summary>
internal static class Middle
{
    /// <summary>Gets the median; sorts the values.</summary>
    /// <param name="values">The values; the result is 0 if there are none.</param>
    public static double Of(Span<double> values)
    {
        if (values.Length == 0)
            return 0;
        values.Sort();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    /// <summary>Gets the value below which a share of sorted values is.</summary>
    /// <param name="sorted">The values in ascending order; the result is 0 if there are none.</param>
    /// <param name="share">The share, 0 to 1; beyond that range the result is the first or last value.</param>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.Length == 0)
            return 0;
        var at = Math.Clamp(share, 0, 1) * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length
            ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]))
            : sorted[below];
    }
}
