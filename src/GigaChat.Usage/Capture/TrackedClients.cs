namespace GigaChat.Usage.Capture;

/// <summary>Which factory clients are tracked: all of them, or those that were named, each with what its calls are
/// charged to.</summary>
internal sealed class TrackedClients
{
    private readonly Dictionary<string, UsageContext?> _named = new(StringComparer.Ordinal);

    /// <summary>Whether clients that were not named are tracked too, for the hosts of GigaChat.</summary>
    public bool All { get; set; }

    public IReadOnlyCollection<string> Names => _named.Keys;

    public void Add(string clientName, UsageContext? context) => _named[clientName] = context;

    /// <summary>Whether a client was named, and is thereby known to talk to GigaChat whatever its host.</summary>
    public bool TryGetNamed(string? clientName, out UsageContext? context) =>
        _named.TryGetValue(clientName ?? "", out context);
}
