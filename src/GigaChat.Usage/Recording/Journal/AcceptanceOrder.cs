namespace GigaChat.Usage.Recording;

/// <summary>In which order the records that wait were accepted, as runs of those in memory and those in the journal.
/// Guarded by the queue's lock.</summary>
internal sealed class AcceptanceOrder
{
    private readonly Queue<(bool Journaled, long Count)> _runs = [];
    private (bool Journaled, long Count) _last;
    private long _removed;

    /// <summary>The oldest run, with what is left of it.</summary>
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

    /// <summary>Takes so many off the oldest run, at most all of it.</summary>
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
