namespace GigaChat.Usage;

/// <summary>The relative errors of past forecasts by distance in days, and the bands that follow from them.</summary>
internal sealed class ForecastErrors(int horizon)
{
    private const double Z80 = 1.2816;
    private const double Z95 = 1.9600;

    private readonly List<double>[] _ofDay = [.. Enumerable.Range(0, horizon).Select(static _ => new List<double>())];
    private readonly List<double>[] _ofSum = [.. Enumerable.Range(0, horizon).Select(static _ => new List<double>())];

    /// <summary>The longest distance that errors are kept for.</summary>
    public int Horizon => horizon;

    public void AddDay(int ahead, double error) => _ofDay[ahead - 1].Add(error);

    public void AddSum(int ahead, double error) => _ofSum[ahead - 1].Add(error);

    public Band OfDay(double expected, double unit, int ahead)
    {
        // Neighbouring distances err alike; together they make quantiles steady.
        var kept = Math.Min(ahead, horizon);
        var (from, to) = (Math.Max(1, (int)(kept / 1.4)), Math.Min(horizon, (int)Math.Ceiling(kept * 1.4)));
        double[] errors = [.. _ofDay[(from - 1)..to].SelectMany(static list => list).Order()];
        var independent = Math.Max(4, _ofDay[kept - 1].Count / 4d);
        var quantiles = new ErrorQuantiles(
            Quantile(errors, 0.1 - (0.1 / independent)), Quantile(errors, 0.9 + (0.1 / independent)),
            Quantile(errors, 0.025 - (0.025 / independent)), Quantile(errors, 0.975 + (0.025 / independent)));
        return Band.Of(expected, unit, quantiles.Times(Growth(ahead)));
    }

    public Band OfSum(double expected, int ahead)
    {
        // Sums over overlapping times are far from independent: their spread is estimated, and widened for how few of them there really are.
        var errors = _ofSum[Math.Min(ahead, horizon) - 1];
        var independent = Math.Max(4, 3d * errors.Count / Math.Min(ahead, horizon));
        var spread = Math.Sqrt(errors.Sum(static error => error * error) / Math.Max(1, errors.Count));
        var quantiles = new ErrorQuantiles(
            -Student(Z80, independent) * spread, Student(Z80, independent) * spread,
            -Student(Z95, independent) * spread, Student(Z95, independent) * spread);
        return Band.Of(expected, expected, quantiles.Times(Growth(ahead)));
    }

    private double Growth(int ahead) => ahead <= horizon ? 1 : Math.Sqrt((double)ahead / horizon);

    private static double Quantile(double[] sorted, double share)
    {
        if (sorted.Length == 0)
            return 0;
        var at = Math.Clamp(share, 0, 1) * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    /// <summary>The quantile of Student's t from that of the normal distribution (Cornish–Fisher).</summary>
    private static double Student(double z, double degrees)
    {
        var (z3, z5) = (Math.Pow(z, 3), Math.Pow(z, 5));
        return z + ((z3 + z) / (4 * degrees)) + (((5 * z5) + (16 * z3) + (3 * z)) / (96 * degrees * degrees));
    }
}
