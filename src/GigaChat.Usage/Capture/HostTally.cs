namespace GigaChat.Usage.Capture;

/// <summary>Counts calls by host. Bounded: hosts beyond the limit are counted together.</summary>
internal sealed class HostTally
{
    public const int MostHosts = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _calls = new(StringComparer.OrdinalIgnoreCase);
    private long _others;

    /// <summary>The number of calls to hosts beyond the limit.</summary>
    public long Others => Interlocked.Read(ref _others);

    /// <summary>The number of calls by host, in descending order.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Hosts
    {
        get
        {
            lock (_gate)
                return
                [
                    .. _calls
                        .OrderByDescending(static host => host.Value)
                        .ThenBy(static host => host.Key, StringComparer.Ordinal),
                ];
        }
    }

    public void Add(string host)
    {
        lock (_gate)
        {
            if (_calls.TryGetValue(host, out var calls) || _calls.Count < MostHosts)
                _calls[host] = calls + 1;
            else
                _others++;
        }
    }
}
