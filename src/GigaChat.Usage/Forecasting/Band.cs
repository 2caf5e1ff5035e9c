namespace GigaChat.Usage.Forecasting;

/// <summary>An expected value with the ends of its 80 and 95 percent bands.</summary>
internal readonly record struct Band(double Expected, double Low80, double High80, double Low95, double High95)
{
    public Band Times(double factor) =>
        new(Expected * factor, Low80 * factor, High80 * factor, Low95 * factor, High95 * factor);
}
