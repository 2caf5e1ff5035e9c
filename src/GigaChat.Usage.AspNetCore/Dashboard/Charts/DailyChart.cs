using GigaChat.Usage.Pricing;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The chart of the spend by day, in the viewer's measure and stacks.</summary>
internal static class DailyChart
{
    private const int MostModels = 7;

    public static BarChart Of(DailySpend spend, PageView view)
    {
        var series = view.Query.ByModel ? ModelSeries(spend, view) : OperationSeries(spend, view);
        var bars = new List<Bar>();
        for (var i = 0; i < spend.Parts.Count; i++)
        {
            var part = spend.Parts[i];
            var values = new double[series.Count];
            foreach (var group in part.Groups)
                values[IndexOf(series, group)] += view.Query.InRubles ? (double)group.Rubles : group.Usage.TotalTokens;
            var label = BarChart.IsLabelled(i, spend.Parts.Count) ? Label(spend.Step, part.Start, view.Format) : null;
            bars.Add(new Bar(label, Tip(spend.Step, part, series, values, view), values));
        }

        return new BarChart(
            [.. series.Select(static one => one.Series)],
            bars,
            view.Query.InRubles ? view.Format.ShortRubles : view.Format.Short,
            Summary(spend, view)
        );
    }

    private static List<(Series Series, Func<UsageGroup, bool> Has)> OperationSeries(DailySpend spend, PageView view) =>
        [
            .. Slice
                .By(spend.Parts.SelectMany(static part => part.Groups), static group =>
                    SeriesColour.Of(group.Operation ?? default)
                )
                .OrderBy(static slice => slice.Key, StringComparer.Ordinal)
                .Select(slice =>
                    (
                        new Series(NameOf(slice.Key, spend, view), slice.Key),
                        new Func<UsageGroup, bool>(group =>
                            string.Equals(
                                SeriesColour.Of(group.Operation ?? default),
                                slice.Key,
                                StringComparison.Ordinal
                            )
                        )
                    )
                ),
        ];

    /// <summary>Gets the name of the operation of a colour; custom operations share one.</summary>
    private static string NameOf(string colour, DailySpend spend, PageView view)
    {
        var operations = spend
            .Parts.SelectMany(static part => part.Groups)
            .Select(static group => group.Usage.Operation ?? default)
            .Distinct()
            .Where(operation => string.Equals(SeriesColour.Of(operation), colour, StringComparison.Ordinal))
            .Take(2)
            .ToList();
        return operations.Count == 1 ? view.Text.Operation(operations[0]) : view.Text.Others;
    }

    private static List<(Series Series, Func<UsageGroup, bool> Has)> ModelSeries(DailySpend spend, PageView view)
    {
        var models = Slice.By(spend.Parts.SelectMany(static part => part.Groups), static group => group.Model);
        var series = models
            .Take(MostModels)
            .Select(
                (slice, i) =>
                    (
                        new Series(slice.Key ?? view.Text.NoModel, SeriesColour.At(i)),
                        new Func<UsageGroup, bool>(group =>
                            string.Equals(group.Model, slice.Key, StringComparison.Ordinal)
                        )
                    )
            )
            .ToList();
        if (models.Count > MostModels)
            series.Add((new Series(view.Text.Others, SeriesColour.At(MostModels)), static _ => true));
        return series;
    }

    private static int IndexOf(List<(Series Series, Func<UsageGroup, bool> Has)> series, PricedGroup group) =>
        series.FindIndex(one => one.Has(group.Usage));

    private static string Label(CalendarStep step, DateOnly start, Formats format) =>
        step switch
        {
            CalendarStep.Year => $"{start.Year}",
            CalendarStep.Month => $"{start.Month:00}.{start.Year}",
            _ => format.ShortDay(start),
        };

    private static string Tip(
        CalendarStep step,
        CalendarPart part,
        List<(Series Series, Func<UsageGroup, bool> Has)> series,
        double[] values,
        PageView view
    )
    {
        var spend = Spend.Of(part.Groups);
        var name =
            step == CalendarStep.Day
                ? $"{view.Format.Weekday(part.Start)}, {view.Format.Day(part.Start)}"
                : Label(step, part.Start, view.Format);
        return string.Join(
            '\n',
            [
                name,
                $"{view.Text.Tokens(spend.Tokens)}, {view.Format.Rubles(spend.KnownRubles)}",
                view.Text.Requests(spend.Count),
                .. series
                    .Select((one, i) => (one.Series.Name, Value: values[i]))
                    .Where(static one => one.Value > 0)
                    .Select(one =>
                        $"{one.Name}: {(view.Query.InRubles ? view.Format.Rubles((decimal)one.Value) : view.Format.Count((long)one.Value))}"
                    ),
            ]
        );
    }

    private static string Summary(DailySpend spend, PageView view)
    {
        var all = Spend.Of(spend.Parts.SelectMany(static part => part.Groups));
        var peak = spend
            .Parts.Select(static part => (part.Start, Spend: Spend.Of(part.Groups)))
            .MaxBy(part => view.Query.InRubles ? part.Spend.Rubles : part.Spend.Tokens);
        return view.Text.DaysSummary(Written(all), Written(peak.Spend), Label(spend.Step, peak.Start, view.Format));

        string Written(Spend sum) =>
            view.Query.InRubles ? view.Format.Rubles(sum.KnownRubles) : view.Text.Tokens(sum.Tokens);
    }
}
