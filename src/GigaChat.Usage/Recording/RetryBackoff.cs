namespace GigaChat.Usage.Recording;

/// <summary>
/// The delays between attempts: each is about twice the previous one, up to a maximum, with jitter so that several
/// processes do not retry at the same time.
/// </summary>
internal sealed class RetryBackoff(TimeSpan first, TimeSpan longest)
{
    private int _tries;

    /// <summary>Gets the next delay: half of it is fixed, half is random.</summary>
    public TimeSpan Next()
    {
        var doubled = Math.Min(first.Ticks * Math.Pow(2, _tries++), longest.Ticks);
        return TimeSpan.FromTicks((long)(doubled * (0.5 + (Random.Shared.NextDouble() / 2))));
    }

    public void Reset() => _tries = 0;
}
