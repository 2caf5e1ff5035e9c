using System.Globalization;

namespace GigaChat.Usage.Capture;

/// <summary>Compares this machine's clock with the API's, by the <c>Date</c> header of one answer a minute; the other
/// calls pay for a comparison of two numbers.</summary>
internal sealed class ClockWatch(TimeProvider time)
{
    private const long Unknown = long.MinValue;

    private long _nextLook = long.MinValue;
    private long _offset = Unknown;

    /// <summary>The API's clock less this machine's, as of the last look; null before the first.</summary>
    public TimeSpan? Offset =>
        Interlocked.Read(ref _offset) is var ticks && ticks == Unknown ? null : new TimeSpan(ticks);

    /// <param name="timestamp">When the call began.</param>
    public bool IsDue(long timestamp) => timestamp >= Volatile.Read(ref _nextLook);

    /// <summary>Looks at an answer whose headers have just come. A server of this machine has this machine's
    /// clock.</summary>
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
