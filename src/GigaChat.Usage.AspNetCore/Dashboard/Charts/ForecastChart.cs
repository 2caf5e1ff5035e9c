namespace GigaChat.Usage.AspNetCore;

/// <summary>The month: the running total so far, and from today the interval to the month's end.</summary>
/// <param name="SoFar">The running total at the end of each day so far.</param>
/// <param name="Range">The expected total at the end of the month.</param>
/// <param name="Days">The number of days in the month.</param>
internal sealed record ForecastChart(IReadOnlyList<double> SoFar, ForecastRange Range, int Days)
{
    /// <summary>
    /// The side of a square coordinate system, stretched over the chart: paths cannot be given in percent.
    /// </summary>
    private const int Side = 1000;

    public Html Draw(Func<double, string> mark, string summary, string firstDay, string lastDay)
    {
        var (low, expected, high) = (
            (double)(Range.Low80 ?? Range.Expected),
            (double)Range.Expected,
            (double)(Range.High80 ?? Range.Expected)
        );
        var scale = Scale.For(high);
        var now = At(SoFar.Count, SoFar[^1]);
        var line = $"M{At(0, 0)}" + string.Concat(SoFar.Select((value, i) => $"L{At(i + 1, value)}"));
        return Plot.Draw(
            scale,
            mark,
            summary,
            $"""
            <svg viewBox="0 0 {Side} {Side}" preserveAspectRatio="none" width="100%" height="100%">
            <path class="band" d="M{now}L{At(Days, high)}L{At(Days, low)}Z"/>
            <path class="so-far" d="{line}"/>
            <path class="expected" d="M{now}L{At(Days, expected)}"/>
            </svg>
            """,
            [Plot.Label(0, firstDay), Plot.Label(1, lastDay)]
        );

        string At(int day, double value) =>
            $"{Svg.Number((double)Side * day / Days)} {Svg.Number(Side * scale.FromTop(value))}";
    }
}
