namespace GigaChat.Usage;

/// <summary>Holt–Winters' level, damped trend and weekday factors, moved on day by day.</summary>
/// <remarks>
/// Damped additive trend, multiplicative weekdays (a weekend without use has the factor 0). Errors beyond <see cref="Clip"/> deviations count as
/// that many, after Gelper, Fried and Croux, "Robust forecasting with exponential and Holt–Winters smoothing" (2010): one strange day does not
/// move the level; the bound widens with each further one on the same side, so that a week of them does. A day without a value moves the trend on and nothing else.
/// </remarks>
internal struct SmoothingState
{
    public const int Week = 7;
    private const double Clip = 2.5;
    private const double ScaleGain = 0.06;

    private readonly SmoothingWeights _weights;
    private readonly double[] _factors;
    private double _level;
    private double _trend;
    private double _scale;
    private int _run;

    public SmoothingState(SmoothingWeights weights, double level, ReadOnlySpan<double> factors, double scale)
    {
        _weights = weights;
        _level = level;
        _factors = factors.ToArray();
        _scale = scale;
    }

    /// <summary>The expected value so many days ahead; <paramref name="weekday"/> is that of the day asked for.</summary>
    public readonly double Ahead(int days, int weekday)
    {
        var damped = _weights.Damping * (1 - Math.Pow(_weights.Damping, days)) / (1 - _weights.Damping);
        return Math.Max(0, (_level + (damped * _trend)) * _factors[weekday]);
    }

    public void Next(double? value, int weekday)
    {
        var level = Math.Max(0, _level + (_weights.Damping * _trend));
        var trend = _weights.Damping * _trend;
        if (value is { } known && level > 0)
        {
            var factor = _factors[weekday];
            var expected = level * factor;
            var unit = Unit(expected, level);
            var bound = Clip * _scale * unit * (1 + Math.Abs(_run));
            var error = known - expected;
            var side = Math.Abs(error) > Clip * _scale * unit ? Math.Sign(error) : 0;
            _run = side != 0 && side == Math.Sign(_run) ? _run + side : side;
            _scale += ScaleGain * (Math.Min(1.25 * Math.Abs(error) / unit, 2 * Clip * _scale) - _scale);
            _scale = Math.Max(_scale, 0.01);
            error = Math.Clamp(error, -bound, bound);
            if (factor > 0.05)
            {
                // A weekday with little use says little about the level.
                var told = error / Math.Max(factor, 0.5);
                level += _weights.Level * told;
                trend += _weights.Level * _weights.Trend * told;
            }

            _factors[weekday] = Math.Max(0, factor + (_weights.Weekday * error / level));
        }
        else if (value is > 0)
        {
            level = value.Value; // Use that begins again after it had died down.
        }

        _level = Math.Max(0, level);
        _trend = trend;
        Normalize();
    }

    /// <summary>What an error is measured in: the expected value, but not less than a tenth of a mean day.</summary>
    public static double Unit(double expected, double level) => Math.Max(expected, 0.1 * level) + 1e-9;

    public readonly double Level => _level;

    private void Normalize()
    {
        var mean = 0d;
        foreach (var factor in _factors)
            mean += factor / Week;
        if (mean <= 1e-6)
            return;
        for (var i = 0; i < Week; i++)
            _factors[i] /= mean;
        _level *= mean;
        _trend *= mean;
    }
}
