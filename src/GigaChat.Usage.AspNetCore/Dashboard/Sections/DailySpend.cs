using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The period split into days; into hours where it is one day, and into weeks, months or years where there would
/// be too many days; or into the parts that the viewer has chosen.</summary>
/// <param name="Step">The length of a part.</param>
/// <param name="Parts">Every part of the period, with an empty sum where there is no usage.</param>
internal sealed record DailySpend(CalendarStep Step, IReadOnlyList<CalendarPart> Parts) : SectionData
{
    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        var groups = await questions.OfPeriodAsync(cancellationToken).ConfigureAwait(false);
        var (first, last) = Range(questions, groups);
        var step = CalendarSteps.For(first, last, questions.Step);
        if (step == CalendarStep.Hour)
            return await HoursAsync(questions, first, last, cancellationToken).ConfigureAwait(false);
        if (!UsageQuestions.IsInPeriod(questions.By))
            groups = await questions
                .PricedAsync(questions.PeriodFilter, UsageDimensions.Day | questions.By.By, cancellationToken)
                .ConfigureAwait(false);
        var found = groups.ToLookup(group => step.StartOf(group.Usage.Day!.Value));
        var parts = new List<CalendarPart>();
        for (var start = step.StartOf(first); start <= last; start = step.Next(start))
        {
            var period = PeriodChoice
                .OfDays(start, step.Next(start).AddDays(-1))
                .Among(questions.Period, questions.Today);
            parts.Add(new CalendarPart(period, start, [.. found[start]]));
        }

        return new DailySpend(step, parts);
    }

    public string Title(PageText text) =>
        Step switch
        {
            CalendarStep.Hour => text.HourByHourTitle,
            CalendarStep.Day => text.DaysTitle,
            CalendarStep.Week => text.WeeksTitle,
            CalendarStep.Month => text.MonthsTitle,
            _ => text.YearsTitle,
        };

    public override Html Draw(Section section, PageView view)
    {
        var isEmpty = Parts.All(static part => part.Groups.Count == 0);
        return SectionCard.Draw(
            section,
            view,
            Title(view.Text),
            isEmpty
                ? SectionCard.Nothing(view)
                : $"{Picture(view)}{SectionCard.Note(SpendTable.LowerBound(All, view))}",
            DailyTools.Draw(view, Step)
        );
    }

    /// <summary>The sum of all parts.</summary>
    public Spend All { get; } = Spend.Sum(Parts.Select(static part => part.Spend));

    /// <summary>The picture; without any price a picture of rubles would be empty.</summary>
    private Html Picture(PageView view) =>
        view.Query.InRubles && All.KnownRubles is null
            ? TableView.Draw(Table(view), view)
            : SectionCard.Picture(DailyChart.Of(this, view).Draw(), Table(view), view);

    public override DataTable Table(PageView view) =>
        new(
            Title(view.Text),
            [
                Step == CalendarStep.Hour
                    ? new("hour", view.Text.HourColumn, CellKind.Moment)
                    : new("day", view.Text.DayColumn, CellKind.Day),
                new("requests", view.Text.RequestsColumn, CellKind.Count),
                new("tokens", view.Text.TokensColumn, CellKind.Count),
                new("estimatedTokens", view.Text.EstimatedColumn, CellKind.Count) { IsMinor = true },
                new("rubles", view.Text.CostColumn, CellKind.Rubles),
            ],
            [
                .. Parts.Select(part => new DataRow(
                    (object?)part.Period.Hour ?? part.Start,
                    part.Spend.Count,
                    part.Spend.Tokens,
                    part.Spend.EstimatedTokens,
                    part.Spend.KnownRubles
                )
                {
                    Records = HrefOf(part, view),
                }),
            ]
        )
        {
            Total = new DataRow(view.Text.TotalRow, All.Count, All.Tokens, All.EstimatedTokens, All.KnownRubles)
            {
                Records = view.Links.Records(RecordsQuery.Of(view.Selection)),
            },
        };

    /// <summary>Gets the list of the records of a part.</summary>
    public static string HrefOf(CalendarPart part, PageView view) =>
        view.Links.Records(RecordsQuery.Of(view.Selection with { Period = part.Period }));

    private static async Task<SectionData> HoursAsync(
        UsageQuestions questions,
        DateOnly first,
        DateOnly last,
        CancellationToken cancellationToken
    )
    {
        var groups = await questions
            .PricedAsync(questions.PeriodFilter, UsageDimensions.Hour | questions.By.By, cancellationToken)
            .ConfigureAwait(false);
        var found = groups.ToLookup(static group => group.Usage.Hour!.Value);
        var (start, end) = questions.Period.Hour is { } only
            ? (only, only.AddHours(1))
            : (ReportDays.StartOf(first, questions.TimeZone), ReportDays.StartOf(last.AddDays(1), questions.TimeZone));
        var parts = new List<CalendarPart>();
        for (
            var hour = new DateTimeOffset(start.UtcTicks - (start.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
            hour < end;
            hour = hour.AddHours(1)
        )
            parts.Add(
                new CalendarPart(
                    PeriodChoice.OfHour(hour),
                    ReportDays.DayOf(hour, questions.TimeZone),
                    [.. found[hour]]
                )
            );
        return new DailySpend(CalendarStep.Hour, parts);
    }

    /// <summary>
    /// Gets the days to show: those of the period, without the empty ones before the first record where its start is
    /// open or long ago.
    /// </summary>
    private static (DateOnly First, DateOnly Last) Range(UsageQuestions questions, IReadOnlyList<PricedGroup> groups)
    {
        if (questions.Period.Hour is { } hour)
        {
            var day = ReportDays.DayOf(hour, questions.TimeZone);
            return (day, day);
        }

        var (first, last) = questions.Period.Days(questions.Today);
        var firstFound = groups.Count == 0 ? questions.Today : groups.Min(static group => group.Usage.Day!.Value);
        var lastFound = groups.Count == 0 ? questions.Today : groups.Max(static group => group.Usage.Day!.Value);
        var start = questions.Period.Preset is null or PeriodChoice.All
            ? Max(first ?? firstFound, firstFound)
            : first!.Value;
        var end = Min(last ?? questions.Today, Max(questions.Today, lastFound));
        return (Min(start, firstFound), Max(Max(end, lastFound), start));
    }

    private static DateOnly Max(DateOnly x, DateOnly y) => x > y ? x : y;

    private static DateOnly Min(DateOnly x, DateOnly y) => x < y ? x : y;
}
