namespace GigaChat.Usage.AspNetCore;

/// <summary>The forecast in the viewer's measure: a sentence, the chart, the table.</summary>
internal static class ForecastPicture
{
    public static Html Draw(Forecast forecast, PageView view)
    {
        var (text, inRubles) = (view.Text, view.Query.InRubles);
        if (inRubles && !forecast.HasRubles)
            return $"""<p class="lead">{text.PriceMissing}</p>{TableView.Draw(forecast.Table(view), view)}""";
        var range = inRubles ? forecast.Outlook.Rubles : forecast.Outlook.Tokens;
        Func<double, string> mark = inRubles ? view.Format.ShortRubles : view.Format.Short;
        double[] soFar = [.. forecast.SoFar.Select(day => inRubles ? day.Rubles : day.Tokens)];
        var first = forecast.SoFar[0].Day;
        var chart = new ForecastChart(soFar, range, DateTime.DaysInMonth(first.Year, first.Month));
        var between = range is { Low80: { } low, High80: { } high }
            ? text.Between(mark((double)low), mark((double)high))
            : null;
        var picture = chart.Draw(
            mark,
            text.ForecastSummary(mark(soFar[^1]), mark((double)range.Expected), between),
            view.Format.ShortDay(first),
            view.Format.ShortDay(first.AddMonths(1).AddDays(-1))
        );
        return $"""
            <p class="lead"><span class="figure">≈ {mark((double)range.Expected)}</span> <span class="unit">{(
                inRubles ? null : text.TokensWord
            )} {between}</span></p>
            {SectionCard.Picture(picture, forecast.Table(view), view)}
            """;
    }
}
