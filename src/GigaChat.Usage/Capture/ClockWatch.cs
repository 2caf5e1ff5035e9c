using System.Globalization;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Compares the clock of this machine with that of the API, by the <c>Date</c> header of one response a minute; other
/// calls only compare two numbers.
/// </summary>
internal sealed class ClockWatch(TimeProvider time)
{
    private const long Unknown = long.MinValue;

    private long _nextLook = long.MinValue;
    private long _offset = Unknown;

    /// <summary>
    /// The time of the API minus the time of this machine, as of the last comparison; <c>null</c> before the first one.
    /// </summary>
    public TimeSpan? Offset =>
        Interlocked.Read(ref _offset) is var ticks && ticks == Unknown ? null : new TimeSpan(ticks);

    /// <param name="timestamp">The timestamp of the start of the call.</param>
    public bool IsDue(long timestamp) => timestamp >= Volatile.Read(ref _nextLook);

    /// <summary>
    /// Compares the clocks by a response that has just been received. A server on this machine uses the same clock and
    /// is skipped.
    /// </summary>
    public void Look(HttpResponseMessage response, long timestamp)
    {
        Volatile.Write(ref _nextLook, timestamp + (60 * time.TimestampFrequency));
        if (
            response.RequestMessage?.RequestUri is { IsAbsoluteUri: true, IsLoopback: true }
            || !response.Headers.NonValidated.TryGetValues("Date", out var dates)
        )
            return;
        if (
            DateTimeOffset.TryParseExact(
                dates.ToString(),
                "r",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var date
            )
        )
            Interlocked.Exchange(ref _offset, (date - time.GetUtcNow()).Ticks);
    }
}
