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
        var picture = chart.Draw(
            inRubles ? view.Format.ShortRubles : view.Format.Short,
            view.Text.ForecastSummary(Write(soFar[^1]), Write(band.Expected), Write(band.Low), Write(band.High)),
            view.Format.ShortDay(forecast.SoFar[0].Day),
            view.Format.ShortDay(forecast.MonthEnd));
        return $"""
        <p class="lead"><span class="figure">≈ {Write(Rounded(band.Expected))}</span> <span class="unit">{view.Text.Between(Write(Rounded(band.Low)), Write(Rounded(band.High)))}</span></p>
        {SectionCard.Picture(picture, forecast.Table(view), view)}
        """;

        string Write(double value) => inRubles ? view.Format.Rubles((decimal)value) : view.Text.Tokens((long)value);
    }

    /// <summary>Three digits that count: more would promise what a forecast cannot keep.</summary>
    private static double Rounded(double value)
    {
        if (value < 1000)
            return Math.Round(value);
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 2);
        return Math.Round(value / unit) * unit;
    }
}
