namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The database's clock, which all processes share: leases, windows and the end of old periods follow it, not the clock
/// of a process (L33).
/// </summary>
internal sealed class DatabaseClock(TimeProvider time, TimeProvider? inPlace)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private volatile Reading? _last;

    public async ValueTask<DateTimeOffset> NowAsync(UsageSession session)
    {
        if (inPlace is not null)
            return inPlace.GetUtcNow();
        if (_last is not { } last || time.GetElapsedTime(last.Timestamp) > KeptFor)
        {
            _last = last = new Reading(
                UnixMicroseconds.ToTime(await session.ReadClockAsync().ConfigureAwait(false)),
                time.GetTimestamp()
            );
        }

        return last.Now + time.GetElapsedTime(last.Timestamp);
    }

    private sealed record Reading(DateTimeOffset Now, long Timestamp);
}
