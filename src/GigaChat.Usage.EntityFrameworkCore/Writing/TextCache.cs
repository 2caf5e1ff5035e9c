namespace GigaChat.Usage;

/// <summary>The ids of texts stored lately by this process, so that records which share a text share its row. Forgets all at once when full or old.</summary>
/// <remarks>A text stored twice costs a row and nothing else. Because nothing here is older than an hour, old texts without records can be deleted.</remarks>
internal sealed class TextCache(TimeProvider time)
{
    private const int Capacity = 50_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private long _since = time.GetTimestamp();

    public Dictionary<string, long> Find(IEnumerable<string> texts)
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        lock (_gate)
        {
            if (_ids.Count > Capacity || time.GetElapsedTime(_since) > Lifetime)
            {
                _ids.Clear();
                _since = time.GetTimestamp();
            }

            foreach (var text in texts)
            {
                if (_ids.TryGetValue(text, out var id))
                    found[text] = id;
            }
        }

        return found;
    }

    /// <summary>Remembers texts that a committed transaction stored.</summary>
    public void Add(IReadOnlyList<string> texts, long[] ids)
    {
        lock (_gate)
        {
            for (var i = 0; i < ids.Length; i++)
                _ids[texts[i]] = ids[i];
        }
    }
}
