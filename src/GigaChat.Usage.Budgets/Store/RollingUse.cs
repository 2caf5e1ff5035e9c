namespace GigaChat.Usage.Budgets;

/// <summary>
/// The use of the last window, in 64 steps; a step falls out when all of it is older than the window, so that every use
/// counts for at least the window.
/// </summary>
/// <remarks>
/// Times are elapsed times since a fixed beginning, and never go back; a use before the beginning has a negative one.
/// </remarks>
internal sealed class RollingUse(TimeSpan window)
{
    public const int Steps = 64;

    private readonly long _stepTicks = Math.Max(1, window.Ticks / Steps);
    private readonly Queue<(long Step, long Amount)> _steps = new();
    private long _sum;
    private long _open = long.MinValue;
    private long _openAmount;

    public long At(TimeSpan passed)
    {
        var oldest = StepOf(passed) - Steps;
        while (_steps.TryPeek(out var first) && first.Step < oldest)
        {
            _steps.Dequeue();
            _sum -= first.Amount;
        }

        if (_open < oldest)
            _openAmount = 0;
        return _sum + _openAmount;
    }

    public void Add(long amount, TimeSpan at)
    {
        var step = Math.Max(StepOf(at), _open);
        if (step > _open)
        {
            if (_openAmount > 0)
                _steps.Enqueue((_open, _openAmount));
            _sum += _openAmount;
            (_open, _openAmount) = (step, 0);
        }

        _openAmount += amount;
    }

    public TimeSpan? FreeAt(TimeSpan passed)
    {
        if (At(passed) == 0)
            return null;
        var first = _steps.TryPeek(out var oldest) ? oldest.Step : _open;
        return new TimeSpan((first + Steps + 1) * _stepTicks);
    }

    private long StepOf(TimeSpan at) => (long)Math.Floor((double)at.Ticks / _stepTicks);
}
