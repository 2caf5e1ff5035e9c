namespace GigaChat.Usage.AspNetCore;

/// <summary>Lets the pages of some seconds have the same figures, so that the store's work does not grow with the number
/// of viewers. The first page after them begins anew.</summary>
/// <param name="time">The clock.</param>
/// <param name="age">The maximum age of a figure.</param>
internal sealed class SharedMoment(TimeProvider time, TimeSpan age)
{
    private readonly Lock _lock = new();
    private (long At, SharedReads Reads)? _current;

    public SharedReads Current
    {
        get
        {
            lock (_lock)
            {
                if (_current is not { } current || time.GetElapsedTime(current.At) >= age)
                    _current = current = (time.GetTimestamp(), new SharedReads(time.GetUtcNow()));
                return current.Reads;
            }
        }
    }
}
