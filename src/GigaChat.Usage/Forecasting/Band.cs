namespace GigaChat.Usage;

/// <summary>An expected value between the ends of its 80 and 95 percent bands.</summary>
internal readonly record struct Band(double Expected, double Low80, double High80, double Low95, double High95)
{
    public static Band Of(double expected, double unit, in ErrorQuantiles errors) => new(
        expected,
        Math.Max(0, expected + (unit * errors.Low80)),
        Math.Max(0, expected + (unit * errors.High80)),
        Math.Max(0, expected + (unit * errors.Low95)),
        Math.Max(0, expected + (unit * errors.High95)));

    public Band Times(double factor) => new(Expected * factor, Low80 * factor, High80 * factor, Low95 * factor, High95 * factor);

    public Band Plus(double known) => new(Expected + known, Low80 + known, High80 + known, Low95 + known, High95 + known);
}
