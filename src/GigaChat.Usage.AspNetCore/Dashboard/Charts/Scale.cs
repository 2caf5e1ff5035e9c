namespace GigaChat.Usage.AspNetCore;

/// <summary>A vertical axis from zero, with a few round marks.</summary>
/// <param name="Top">The value at the top.</param>
/// <param name="Marks">The values to mark, from zero.</param>
internal sealed record Scale(double Top, IReadOnlyList<double> Marks)
{
    private const int Steps = 4;

    public static Scale For(double max)
    {
        if (max <= 0 || !double.IsFinite(max))
            return new Scale(1, [0]);
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(max / Steps)));
        var step = new[] { 1d, 2, 2.5, 5, 10 }
            .Select(factor => factor * magnitude)
            .First(step => step * Steps >= max * 0.999);
        var count = (int)Math.Ceiling((max / step) - 0.001);
        return new Scale(step * count, [.. Enumerable.Range(0, count + 1).Select(i => i * step)]);
    }

    /// <summary>Gets the distance of a value from the top, 0 to 1.</summary>
    public double FromTop(double value) => 1 - (value / Top);
}
