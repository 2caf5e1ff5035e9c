using GigaChat.Usage.Recording;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Stacked columns.</summary>
/// <param name="Series">The series, from the bottom.</param>
/// <param name="Bars">The columns, from the left.</param>
/// <param name="Mark">Formats a value of the axis.</param>
/// <param name="Summary">The chart in a sentence.</param>
internal sealed record BarChart(
    IReadOnlyList<Series> Series,
    IReadOnlyList<Bar> Bars,
    Func<double, string> Mark,
    string Summary
)
{
    private const double Gap = 0.14;

    private double Step => 1.0 / Bars.Count;

    /// <summary>
    /// Selects the columns that have room for a label: every n-th, so that about six fit on a phone, and none so near
    /// the edge that it would overlap its neighbour.
    /// </summary>
    public static bool IsLabelled(int index, int count)
    {
        var every = Math.Max(1, (int)Math.Ceiling(count / 6.0));
        return (count - 1 - index) % every == every / 2;
    }

    public Html Draw()
    {
        var scale = Scale.For(Bars.Count == 0 ? 0 : Bars.Max(static bar => bar.Values.Sum()));
        var labels = Bars.Select(static (bar, i) => (bar.Label, i))
            .Where(static bar => bar.Label is not null)
            .Select(bar => Plot.Label(Step * (bar.i + 0.5), bar.Label!));
        return $"{Plot.Draw(scale, Mark, Summary, $"{Bars.Select((bar, i) => Column(bar, i, scale))}", labels, Bars.Any(static bar => bar.Href is not null))}{Legend()}";
    }

    private Html Column(Bar bar, int index, Scale scale)
    {
        Html column = $"""
            <g class="column"><title>{bar.Tip}</title><rect class="hit" x="{Svg.Percent(
                Step * index
            )}" y="0" width="{Svg.Percent(Step)}" height="100%"/>{Stack(bar, index, scale)}</g>

            """;
        if (bar.Href is null)
            return column;
        return $"""<a href="{bar.Href}" aria-label="{bar.Tip.Replace('\n', ';')}">{column}</a>""";
    }

    private IEnumerable<Html> Stack(Bar bar, int index, Scale scale)
    {
        var (x, width) = (Svg.Percent(Step * (index + Gap)), Svg.Percent(Step * (1 - (2 * Gap))));
        var top = 0d;
        for (var i = 0; i < bar.Values.Count; i++)
        {
            if (bar.Values[i] <= 0)
                continue;
            top += bar.Values[i];
            yield return $"""<rect class="{Series[i].Colour}" x="{x}" width="{width}" y="{Svg.Percent(scale.FromTop(top))}" height="{Svg.Percent(bar.Values[i] / scale.Top)}"/>""";
        }
    }

    private Html Legend()
    {
        if (Series.Count < 2)
            return Html.Empty;
        return $"""<ul class="legend">{Series.Select(Html (series) => $"<li>{Plot.Dot(series.Colour)}{series.Name}</li>")}</ul>""";
    }
}
