namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The ids of texts that this process has stored recently, so that records with the same text share its row. It is
/// cleared when full or old.
/// </summary>
/// <remarks>
/// A text stored twice costs only a row; an id that no longer belongs to the text would show a record under another
/// person's name. Therefore every batch compares the stamp of the database, and the text that was stored last, with the
/// cached ones: tables that were truncated, recreated or restored from a copy differ in one of the two.
/// </remarks>
internal sealed class TextCache(TimeProvider time)
{
    public const int Capacity = 50_000;

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private long _since = time.GetTimestamp();
    private string? _stamp;
    private (long Id, string Text)? _last;

    /// <summary>The id of the text that was stored last; null when the cache is empty.</summary>
    public long? LastId
    {
        get
        {
            lock (_gate)
                return _last?.Id;
        }
    }

    /// <summary>Gets the cached ids of texts that are still valid.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="state">The state that the transaction that will use the ids has read.</param>
    public Dictionary<string, long> Find(IEnumerable<string> texts, WriterState state)
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        lock (_gate)
        {
            if (_ids.Count > Capacity || time.GetElapsedTime(_since) > Lifetime || IsOther(state))
                Forget();
            _stamp = state.Stamp;
            foreach (var text in texts)
            {
                if (_ids.TryGetValue(text, out var id))
                    found[text] = id;
            }
        }

        return found;
    }

    /// <summary>Adds texts that a committed transaction has stored.</summary>
    public void Add(IReadOnlyList<string> texts, long[] ids, string? stamp)
    {
        lock (_gate)
        {
            if (ids.Length == 0 || !string.Equals(stamp, _stamp, StringComparison.Ordinal))
                return;
            for (var i = 0; i < ids.Length; i++)
                _ids[texts[i]] = ids[i];
            _last = (ids[^1], texts[^1]);
        }
    }

    public void Clear()
    {
        lock (_gate)
            Forget();
    }

    /// <summary>
    /// Gets <c>true</c> if the tables have changed. Another writer of this process may have stored a later text since
    /// the transaction read the state; its own check is sufficient.
    /// </summary>
    private bool IsOther(WriterState state) =>
        !string.Equals(state.Stamp, _stamp, StringComparison.Ordinal)
        || (
            _last is { } last
            && last.Id == state.LastTextId
            && !string.Equals(last.Text, state.LastText, StringComparison.Ordinal)
        );

    private void Forget()
    {
        _ids.Clear();
        _last = null;
        _since = time.GetTimestamp();
    }
}
