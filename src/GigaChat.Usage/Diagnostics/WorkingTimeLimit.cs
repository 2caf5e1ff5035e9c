namespace GigaChat.Usage.Diagnostics;

/// <summary>
/// A time limit that is extended while the process computes instead of waiting: on a slow or busy machine, compiling the
/// code of the first queries alone may take longer than a store should. A process that waits for a store that hangs uses
/// next to no processor time.
/// </summary>
internal sealed class WorkingTimeLimit : IDisposable
{
    /// <summary>The share of a processor that shows that the process computes.</summary>
    private const double Working = 0.02;

    /// <summary>The maximum length, as a multiple of the limit.</summary>
    private const int MostTimes = 6;

    private readonly CancellationTokenSource _limit = new();
    private readonly TimeSpan _length;
    private readonly Func<TimeSpan> _processor;
    private readonly ITimer _timer;
    private TimeSpan _used;
    private int _times;

    /// <param name="length">The length while the process waits.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="processor">Gets the processor time of the process.</param>
    public WorkingTimeLimit(TimeSpan length, TimeProvider clock, Func<TimeSpan> processor)
    {
        (_length, _processor, _used) = (length, processor, processor());
        _timer = clock.CreateTimer(static limit => ((WorkingTimeLimit)limit!).Check(), this, length, length);
    }

    public CancellationToken Token => _limit.Token;

    public void Dispose()
    {
        _timer.Dispose();
        _limit.Dispose();
    }

    private void Check()
    {
        var used = _processor();
        var isWorking = used - _used >= _length * Working;
        _used = used;
        if (isWorking && ++_times < MostTimes)
            return;
        try
        {
            _limit.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work ended at the same time.
        }
    }
}
