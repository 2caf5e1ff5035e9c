namespace GigaChat.Usage.AspNetCore;

/// <summary>The chart of the spend by day, in the viewer's measure and stacks.</summary>
internal static class DailyChart
{
    public static BarChart Of(DailySpend spend, PageView view)
    {
        var series = StackSeries.Of(spend, view);
        var bars = new List<Bar>();
        for (var i = 0; i < spend.Parts.Count; i++)
        {
            var part = spend.Parts[i];
            var values = new double[series.Count];
            foreach (var group in part.Groups)
                values[series.FindIndex(one => one.Has(group.Usage))] += view.Query.InRubles
                    ? (double)group.Rubles
                    : group.Usage.TotalTokens;
            var label = BarChart.IsLabelled(i, spend.Parts.Count) ? Label(spend.Step, part, view) : null;
            bars.Add(
                new Bar(label, Tip(spend.Step, part, series, values, view), values)
                {
                    Href = part.Groups.Count == 0 ? null : DailySpend.HrefOf(part, view),
                }
            );
        }

        return new BarChart(
            [.. series.Select(static one => one.Series)],
            bars,
            view.Query.InRubles ? view.Format.ShortRubles : view.Format.Short,
            Summary(spend, view)
        );
    }

    private static string Label(CalendarStep step, CalendarPart part, PageView view) =>
        step switch
        {
            CalendarStep.Hour => Formats.HourOfDay(view.Local(part.Period.Hour!.Value)),
            CalendarStep.Year => $"{part.Start.Year}",
            CalendarStep.Month => $"{part.Start.Month:00}.{part.Start.Year}",
            _ => view.Format.ShortDay(part.Start),
        };

    private static string Name(CalendarStep step, CalendarPart part, PageView view) =>
        step switch
        {
            CalendarStep.Hour => view.Format.Hour(view.Local(part.Period.Hour!.Value)),
            CalendarStep.Day => $"{view.Format.Weekday(part.Start)}, {view.Format.Day(part.Start)}",
            CalendarStep.Week => PeriodNames.OfDays(part.Period.From, part.Period.To, view),
            _ => Label(step, part, view),
        };

    private static string Tip(
        CalendarStep step,
        CalendarPart part,
        List<StackSeries> series,
        double[] values,
        PageView view
    )
    {
        var spend = part.Spend;
        return string.Join(
            '\n',
            [
                Name(step, part, view),
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
        var peak = spend.Parts.MaxBy(part => view.Query.InRubles ? part.Spend.Rubles : part.Spend.Tokens)!;
        return view.Text.DaysSummary(Written(spend.All), Written(peak.Spend), Label(spend.Step, peak, view));

        string Written(Spend sum) =>
            view.Query.InRubles ? view.Format.Rubles(sum.KnownRubles) : view.Text.Tokens(sum.Tokens);
    }
}
