namespace GigaChat.Usage.Budgets;

/// <summary>
/// Remembers ids in bounded memory: at least the last 131,072, at most twice as many. Not safe for concurrent use.
/// </summary>
internal sealed class RecentIds
{
    private const int Generation = 1 << 17;

    private HashSet<Guid> _newer = [];
    private HashSet<Guid> _older = [];

    /// <summary>Adds an id.</summary>
    /// <returns><c>true</c> if it is not among the remembered ones; otherwise, <c>false</c>.</returns>
    public bool Add(Guid id)
    {
        if (_older.Contains(id) || !_newer.Add(id))
            return false;
        if (_newer.Count == Generation)
            (_older, _newer) = (_newer, []);
        return true;
    }
}
