namespace GigaChat.Usage.AspNetCore;

/// <summary>The forecast in the viewer's measure: a sentence, the picture, the table.</summary>
internal static class ForecastPicture
{
    public static Html Draw(Forecast forecast, PageView view)
    {
        var inRubles = view.Query.InRubles;
        var band = inRubles ? forecast.Rubles : forecast.Tokens;
        double[] soFar = [.. forecast.SoFar.Select(day => inRubles ? day.Rubles : day.Tokens)];
        var chart = new ForecastChart(soFar, band, forecast.MonthEnd.Day);
        Func<double, string> mark = inRubles ? view.Format.ShortRubles : view.Format.Short;
        var picture = chart.Draw(
            mark,
            view.Text.ForecastSummary(Write(soFar[^1]), Write(band.Expected), Write(band.Low), Write(band.High)),
            view.Format.ShortDay(forecast.SoFar[0].Day),
            view.Format.ShortDay(forecast.MonthEnd));
        return $"""
        <p class="lead"><span class="figure">≈ {mark(band.Expected)}</span> <span class="unit">{view.Text.Between(mark(band.Low), mark(band.High))}</span></p>
        {SectionCard.Picture(picture, forecast.Table(view), view)}
        """;

        string Write(double value) => inRubles ? view.Format.Rubles((decimal)value) : view.Text.Tokens((long)value);
    }
}
