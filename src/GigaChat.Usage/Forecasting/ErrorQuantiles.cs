namespace GigaChat.Usage;

/// <summary>Where 80 and 95 percent of relative errors lie.</summary>
internal readonly record struct ErrorQuantiles(double Low80, double High80, double Low95, double High95)
{
    public ErrorQuantiles Times(double factor) => new(Low80 * factor, High80 * factor, Low95 * factor, High95 * factor);
}
