namespace GigaChat.Usage.Estimation;

/// <summary>
/// A robust running mean of the logarithm of reported over estimated tokens: an arithmetic mean at first, then an
/// exponential one; errors beyond a bound count as the bound.
/// </summary>
/// <remarks>
/// The bound widens with each further error beyond it on the same side: a single unusual call changes little, a new
/// tokenizer is followed within a few dozen calls.
/// </remarks>
internal sealed class CalibrationState
{
    private const double SlowestGain = 0.04;

    // The error of a single text is some 7 % by itself: a few texts predict little about the next one. Only the part
    // beyond their standard error is used, so that a few texts do not make estimates worse.
    private const double TextError = 0.07;
    private const double PriorCalls = 6;
    private const double Clip = 3;
    private const double SmallestSpread = 0.03;
    private const double LargestRatio = 5;
    private const int LongestRun = 20;

    private readonly Lock _gate = new();
    private readonly double _start;
    private long _count;
    private double _log;
    private double _spread = 0.15;
    private double _error;
    private int _run;

    public CalibrationState(long count = 0, double factor = 1, double error = 0)
    {
        _count = count;
        _log = _start = Math.Log(Math.Clamp(factor, 1 / LargestRatio, LargestRatio));
        _error = error;
        Factor = Math.Exp(_log);
    }

    public double Factor { get; private set; }

    /// <summary><c>true</c> if the last text was further off than usual; otherwise, <c>false</c>.</summary>
    public bool IsOff => Volatile.Read(ref _run) != 0;

    public (long Count, double Factor, double Error) Read()
    {
        lock (_gate)
            return (_count, Factor, _error);
    }

    public void Learn(long estimated, long reported)
    {
        var log = Math.Log(Math.Clamp((double)reported / estimated, 1 / LargestRatio, LargestRatio));
        lock (_gate)
        {
            var error = Math.Min(1, Math.Abs((estimated * Factor / reported) - 1));
            _error += Math.Max(SlowestGain, 1d / (_count + 1)) * (error - _error);
            var off = log - _log;
            var bound = Clip * _spread;
            _run =
                Math.Abs(off) <= bound ? 0
                : Math.Sign(off) == Math.Sign(_run) ? _run + Math.Sign(off)
                : Math.Sign(off);
            bound *= Math.Min(LongestRun, Math.Max(1, Math.Abs(_run)));
            off = Math.Clamp(off, -bound, bound);
            _spread = Math.Max(
                SmallestSpread,
                _spread + (SlowestGain * (Math.Min(Math.Abs(off), Clip * _spread) - _spread))
            );
            _log += Math.Max(SlowestGain, 1 / (_count + 1 + PriorCalls)) * off;
            _count++;
            var learned = _log - _start;
            var certain = Math.Max(0, Math.Abs(learned) - (TextError / Math.Sqrt(_count)));
            Factor = Math.Exp(_start + Math.CopySign(certain, learned));
        }
    }
}
