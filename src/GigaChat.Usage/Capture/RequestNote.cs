namespace GigaChat.Usage.Capture;

/// <summary>A value that travels with a request message.</summary>
internal sealed class RequestNote<T>(string name)
    where T : class
{
    private readonly HttpRequestOptionsKey<T> _key = new(name);
    private volatile bool _isUsed;

    /// <remarks>Asking a message for its options makes them, so it is not asked before the first note of this kind is
    /// left on any message.</remarks>
    public T? Of(HttpRequestMessage request) =>
        _isUsed && request.Options.TryGetValue(_key, out var value) ? value : null;

    public void Set(HttpRequestMessage request, T value)
    {
        _isUsed = true;
        request.Options.Set(_key, value);
    }
}
