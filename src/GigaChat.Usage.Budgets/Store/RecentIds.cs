namespace GigaChat.Usage.Budgets;

/// <summary>Remembers ids in bounded memory: at least the last 131,072 it was shown, at most twice as many. Not safe
/// for concurrent use.</summary>
internal sealed class RecentIds
{
    private const int Generation = 1 << 17;

    private HashSet<Guid> _newer = [];
    private HashSet<Guid> _older = [];

    /// <summary>Whether an id is none of those that are remembered; it is one from now on.</summary>
    public bool Add(Guid id)
    {
        if (_older.Contains(id) || !_newer.Add(id))
            return false;
        if (_newer.Count == Generation)
            (_older, _newer) = (_newer, []);
        return true;
    }
}
