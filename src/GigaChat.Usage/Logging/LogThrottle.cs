namespace GigaChat.Usage.Logging;

/// <summary>Lets so many lines a minute through and counts those it held back.</summary>
internal sealed class LogThrottle(TimeProvider timeProvider, int linesPerMinute = 1)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long _minuteBegan;
    private int _lines;
    private long _heldBack;

    /// <summary>Whether a line may be written now.</summary>
    /// <param name="heldBack">When it may: how many were held back since the last one.</param>
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
