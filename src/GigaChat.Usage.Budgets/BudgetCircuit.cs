namespace GigaChat.Usage.Budgets;

/// <summary>
/// Stops querying a store that has failed several times in a row, so that calls do not each wait for it. After a pause,
/// which doubles, one call tries again.
/// </summary>
internal sealed class BudgetCircuit(TimeProvider time)
{
    private const int Failures = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private volatile int _failed;
    private volatile bool _isBroken;
    private bool _isTrying;
    private long _since;
    private TimeSpan _pause;

    /// <summary>Gets <c>true</c> if the store may be queried; otherwise, <c>false</c>.</summary>
    public bool Allows()
    {
        if (!_isBroken)
            return true;
        lock (_gate)
        {
            if (!_isBroken)
                return true;
            if (time.GetElapsedTime(_since) < _pause)
                return false;
            (_isTrying, _since) = (true, time.GetTimestamp()); // The others wait for another pause.
            return true;
        }
    }

    public void Succeed()
    {
        if (_failed == 0)
            return;
        lock (_gate)
            (_failed, _isBroken, _isTrying) = (0, false, false);
    }

    public void Fail()
    {
        lock (_gate)
        {
            if (!_isBroken)
            {
                if (++_failed >= Failures)
                    Break(FirstPause);
            }
            else if (_isTrying)
            {
                // Only the call that tried again makes the pause longer, not those in flight when the circuit opened.
                Break(_pause * 2 < LongestPause ? _pause * 2 : LongestPause);
            }
        }
    }

    public static Exception NotAsked() =>
        new TimeoutException(
            "The store of the budgets was not queried, because its last queries failed; it is tried again within seconds."
        );

    private void Break(TimeSpan pause) =>
        (_isBroken, _isTrying, _since, _pause) = (true, false, time.GetTimestamp(), pause);
}
