namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// The frame of a chart: marks on the left, the chart, labels below. Three drawings side by side, each in percent of
/// its own size, so that the chart stretches with the page and the texts do not.
/// </summary>
internal static class Plot
{
    public static Html Draw(
        Scale scale,
        Func<double, string> mark,
        string summary,
        Html picture,
        IEnumerable<Html> labels,
        bool hasLinks = false
    ) =>
        $"""
            <div class="plot">
            <svg class="plot-marks" aria-hidden="true">{scale.Marks.Select(
                Html (value) =>
                    $"""<text x="100%" y="{Svg.Percent(scale.FromTop(value))}" dx="-8" dy="4" text-anchor="end">{mark(value)}</text>"""
            )}</svg>
            <svg class="plot-area" role="{(hasLinks ? "group" : "img")}" aria-label="{summary}">
            {scale.Marks.Select(
                Html (value) =>
                    $"""<line class="grid-line" x1="0" x2="100%" y1="{Svg.Percent(scale.FromTop(value))}" y2="{Svg.Percent(scale.FromTop(value))}"/>"""
            )}
            {picture}
            </svg>
            <svg class="plot-labels" aria-hidden="true">{labels}</svg>
            </div>
            """;

    /// <summary>Draws a label at a part of the width; labels near an edge stay inside.</summary>
    public static Html Label(double at, string text) =>
        $"""<text x="{Svg.Percent(at)}" y="14" text-anchor="{(at < 0.04 ? "start" : at > 0.96 ? "end" : "middle")}">{text}</text>""";

    public static Html Dot(string colour) =>
        $"""<svg class="dot" aria-hidden="true"><rect class="{colour}" width="100%" height="100%" rx="3"/></svg>""";
}
