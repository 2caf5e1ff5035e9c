namespace GigaChat.Usage.Recording;

/// <summary>
/// The order in which the waiting records were accepted, as runs of records in memory and in the journal. Guarded by
/// the lock of the queue.
/// </summary>
internal sealed class AcceptanceOrder
{
    private readonly Queue<(bool Journaled, long Count)> _runs = [];
    private (bool Journaled, long Count) _last;
    private long _removed;

    /// <summary>The oldest run, with the number of its remaining records.</summary>
    public (bool Journaled, long Count) First
    {
        get
        {
            var (journaled, count) = _runs.TryPeek(out var first) ? first : _last;
            return (journaled, count - _removed);
        }
    }

    public void Add(bool journaled, long count)
    {
        if (_last.Journaled == journaled)
        {
            _last.Count += count;
            return;
        }

        if (_last.Count > 0)
            _runs.Enqueue(_last);
        _last = (journaled, count);
    }

    /// <summary>Removes a number of records from the oldest run, at most all of it.</summary>
    public void Remove(long count)
    {
        _removed += count;
        if (First.Count > 0)
            return;
        _removed = 0;
        if (!_runs.TryDequeue(out _))
            _last.Count = 0;
    }
}
