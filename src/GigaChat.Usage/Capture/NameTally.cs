namespace GigaChat.Usage.Capture;

/// <summary>Counts occurrences and keeps the first few names that occurred.</summary>
internal sealed class NameTally
{
    private const int MostNames = 8;

    private readonly Lock _gate = new();
    private readonly List<string> _names = [];
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate)
                return [.. _names];
        }
    }

    public void Add(string name)
    {
        Interlocked.Increment(ref _count);
        lock (_gate)
        {
            if (_names.Count < MostNames && !_names.Contains(name, StringComparer.Ordinal))
                _names.Add(name);
        }
    }
}
