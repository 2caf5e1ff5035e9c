namespace GigaChat.Usage.Sample;

/// <summary>The system's clock, which the demo turns back to spread its calls over the past: each flow of calls has its
/// own time.</summary>
internal sealed class DemoClock : TimeProvider
{
    private readonly AsyncLocal<TimeSpan> _back = new();

    /// <summary>Turns the clock back until the returned object is disposed.</summary>
    public IDisposable TurnBack(TimeSpan time)
    {
        _back.Value = time;
        return new Turned(_back);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - _back.Value;

    private sealed class Turned(AsyncLocal<TimeSpan> back) : IDisposable
    {
        public void Dispose() => back.Value = TimeSpan.Zero;
    }
}
