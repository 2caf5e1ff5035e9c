namespace GigaChat.Usage.Logging;

/// <summary>Allows a number of log messages a minute and counts the suppressed ones.</summary>
internal sealed class LogThrottle(TimeProvider timeProvider, int linesPerMinute = 1)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long _minuteBegan;
    private int _lines;
    private long _heldBack;

    /// <summary>Determines whether a message may be logged now.</summary>
    /// <param name="heldBack">If it may, the number of messages that were suppressed since the last one.</param>
    public bool Allows(out long heldBack)
    {
        var now = timeProvider.GetTimestamp();
        lock (_gate)
        {
            if (_lines >= linesPerMinute && timeProvider.GetElapsedTime(_minuteBegan, now) >= Minute)
                _lines = 0;
            if (_lines == linesPerMinute)
            {
                heldBack = ++_heldBack;
                return false;
            }

            if (_lines++ == 0)
                _minuteBegan = now;
            heldBack = _heldBack;
            _heldBack = 0;
            return true;
        }
    }
}
