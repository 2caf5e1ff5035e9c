namespace GigaChat.Usage.Budgets;

/// <summary>The received snapshots, oldest first; the last 10,000 are kept.</summary>
internal sealed class BalanceSnapshots
{
    private const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly List<BalanceSnapshot> _snapshots = [];

    public IReadOnlyList<BalanceSnapshot> All
    {
        get
        {
            lock (_gate)
                return [.. _snapshots];
        }
    }

    public void Add(BalanceSnapshot snapshot)
    {
        lock (_gate)
        {
            var place = _snapshots.Count;
            while (place > 0 && _snapshots[place - 1].At > snapshot.At)
                place--;
            _snapshots.Insert(place, snapshot);
            if (_snapshots.Count > Most)
                _snapshots.RemoveRange(0, Most / 10);
        }
    }
}
