namespace GigaChat.Usage.Attribution;

/// <summary>A value that is attached to a request message.</summary>
internal sealed class RequestNote<T>(string name)
    where T : class
{
    private readonly HttpRequestOptionsKey<T> _key = new(name);
    private volatile bool _isUsed;

    /// <remarks>
    /// The options of a message are allocated on first access, so they are not read until the first value of this kind
    /// has been attached to any message.
    /// </remarks>
    public T? Of(HttpRequestMessage request) =>
        _isUsed && request.Options.TryGetValue(_key, out var value) ? value : null;

    public void Set(HttpRequestMessage request, T value)
    {
        _isUsed = true;
        request.Options.Set(_key, value);
    }
}
