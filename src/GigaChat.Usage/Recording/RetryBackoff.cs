namespace GigaChat.Usage.Recording;

/// <summary>The waits between tries: each about twice the one before, up to a longest, with jitter so that processes do
/// not try in step.</summary>
internal sealed class RetryBackoff(TimeSpan first, TimeSpan longest)
{
    private int _tries;

    /// <summary>The next wait: half of it is certain, half is chance.</summary>
    public TimeSpan Next()
    {
        var doubled = Math.Min(first.Ticks * Math.Pow(2, _tries++), longest.Ticks);
        return TimeSpan.FromTicks((long)(doubled * (0.5 + (Random.Shared.NextDouble() / 2))));
    }

    public void Reset() => _tries = 0;
}
