namespace GigaChat.Usage.AspNetCore;

/// <summary>The chosen period: its cost, the change on the period before, the mean of a day, then the forecast and the
/// budgets of the same period.</summary>
internal static class PeriodCard
{
    public static Html Draw(Totals totals, PageView view)
    {
        var (period, _, spend) = totals.Parts[0];
        var records = view.Links.Records(RecordsQuery.Of(view.Selection));
        return $"""
            <div class="card total hero" id="total-period">
            <h3>{PeriodNames.Of(period, view)}</h3>
            <p class="days">{PeriodNames.Days(period, view)}</p>
            <div class="pair">
            <p class="money"><a class="sum-link" href="{records}">{(
                spend.KnownRubles is { } rubles ? view.Format.Rubles(rubles) : view.Text.PriceMissing
            )}</a></p>
            <p class="big"><a class="figure sum-link" href="{records}">{view.Format.Count(
                spend.Tokens
            )}</a> <span class="unit">{view.Text.TokenNoun(spend.Tokens)}</span></p>
            </div>
            {Change(totals, view)}
            {PerDay(totals, view)}
            {ShareOfAll(totals, view)}
            {Expected(period, view)}
            {Budgets(period, view)}
            <p class="note"><span>{view.Text.Requests(spend.Count)}</span>{Totals.Exactness(spend, view.Text)}</p>
            {SectionCard.Note(SpendTable.LowerBound(spend, view))}
            </div>

            """;
    }

    /// <summary>The change in rubles, or in tokens where no price is known, with the way to its causes.</summary>
    private static Html Change(Totals totals, PageView view)
    {
        if (totals.Before is not { } before)
            return Html.Empty;
        var now = totals.Parts[0].Spend;
        var inRubles = now.KnownRubles is not null && before.KnownRubles is not null;
        var (current, earlier) = inRubles ? (now.Rubles, before.Rubles) : ((decimal)now.Tokens, (decimal)before.Tokens);
        var written = inRubles ? view.Format.Rubles(earlier) : view.Text.Tokens((long)earlier);
        var why = view.Links.Changes(new ChangesQuery { Selection = view.Selection });
        if (earlier == 0)
            return $"""<p class="change"><span>{Days(view)}: {written}</span></p>""";
        var days = view.Text.PeriodBefore(Days(view), written);
        var change = (double)((current - earlier) / earlier);
        var (style, sign) = change switch
        {
            > 0 => ("up", "▲"),
            < 0 => ("down", "▼"),
            _ => ("same", "="),
        };
        return $"""<p class="change"><strong class="{style}"><span aria-hidden="true">{sign}</span> {view.Format.Change(change)}</strong> <span>{days}</span> <a href="{why}">{view.Text.Why}</a></p>""";
    }

    /// <summary>The days of the period before.</summary>
    private static string Days(PageView view)
    {
        var period = view.Selection.Period;
        if (period.Hour is { } hour)
            return view.Format.Hour(view.Local(hour.AddHours(-1)));
        var (first, last) = period.Days(view.Today);
        var before = period.DaysBefore(first!.Value, last!.Value)!.Value;
        return PeriodNames.OfDays(before.First, before.Last, view);
    }

    private static Html PerDay(Totals totals, PageView view)
    {
        var (period, days, spend) = totals.Parts[0];
        if (period.Hour is not null || days is not ({ } first, { } last) || first >= last)
            return Html.Empty;
        var count = (last > view.Today && first <= view.Today ? view.Today : last).DayNumber - first.DayNumber + 1;
        var mean = spend.KnownRubles is { } rubles
            ? view.Format.Rubles(decimal.Round(rubles / count, 2))
            : view.Text.Tokens(spend.Tokens / count);
        return $"""<p class="note">{view.Text.PerDay(mean)}</p>""";
    }

    private static Html ShareOfAll(Totals totals, PageView view)
    {
        if (totals.Whole is not { } whole)
            return Html.Empty;
        var spend = totals.Parts[0].Spend;
        return $"""<p class="note">{view.Text.OfAll(Share(spend.Tokens, whole.Tokens), Share(spend.Rubles, whole.Rubles))}</p>""";

        string Share(decimal part, decimal of) => view.Format.Share(of == 0 ? 0 : (double)(part / of));
    }

    private static Html Expected(PeriodChoice period, PageView view)
    {
        if (
            period.Preset is not PeriodChoice.ThisMonth
            || view.Loaded.GetValueOrDefault("forecast") is not Forecast { IsKnown: true } forecast
        )
            return Html.Empty;
        var last = view.Today.AddDays(1 - view.Today.Day).AddMonths(1).AddDays(-1);
        var range = forecast.HasRubles ? forecast.Outlook.Rubles : forecast.Outlook.Tokens;
        return $"""<p class="note">{view.Text.ExpectedBy(view.Format.ShortDay(last), Written(range.Expected), range is { Low80: { } low, High80: { } high } ? view.Text.Between(Written(low), Written(high)) : null)}</p>""";

        string Written(decimal amount) =>
            forecast.HasRubles ? view.Format.Rubles(decimal.Round(amount, 2)) : view.Text.Tokens((long)amount);
    }

    private static IEnumerable<Html> Budgets(PeriodChoice period, PageView view)
    {
        BudgetPeriod? wanted = period.Preset switch
        {
            PeriodChoice.ThisMonth => BudgetPeriod.Month,
            PeriodChoice.Today => BudgetPeriod.Day,
            _ => null,
        };
        if (wanted is null || view.Loaded.GetValueOrDefault("budgets") is not BudgetState state)
            yield break;
        foreach (var status in state.OfPeriod(wanted.Value))
            yield return $"""<p class="note">{view.Text.BudgetOf(status.Budget.Name, Written(status, status.Used), Written(status, status.Limit), view.Format.Share(BudgetState.ShareOf(status)))}</p>""";

        string Written(BudgetStatus status, decimal amount) =>
            status.Budget.IsInRubles ? view.Format.Rubles(amount) : view.Text.Tokens((long)amount);
    }
}
