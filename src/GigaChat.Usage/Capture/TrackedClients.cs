namespace GigaChat.Usage.Capture;

/// <summary>
/// The tracked clients of the factory: all of them, or the named ones, each with the attribution of its calls.
/// </summary>
internal sealed class TrackedClients
{
    private readonly Dictionary<string, UsageContext?> _named = new(StringComparer.Ordinal);

    /// <summary>
    /// <c>true</c> if clients that were not named are tracked too, for the hosts of GigaChat; otherwise, <c>false</c>.
    /// </summary>
    public bool All { get; set; }

    public IReadOnlyCollection<string> Names => _named.Keys;

    public void Add(string clientName, UsageContext? context) => _named[clientName] = context;

    /// <summary>Determines whether a client was named, and is therefore known to call GigaChat on any host.</summary>
    public bool TryGetNamed(string? clientName, out UsageContext? context) =>
        _named.TryGetValue(clientName ?? "", out context);
}
