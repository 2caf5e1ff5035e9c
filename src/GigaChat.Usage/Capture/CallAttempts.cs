namespace GigaChat.Usage.Capture;

/// <summary>Earlier attempts of the same request message, left on it by an attempt that a retry handler may follow with another.</summary>
/// <param name="First">The id of the first attempt.</param>
/// <param name="Count">How many attempts have been made.</param>
internal sealed record CallAttempts(Guid First, int Count)
{
    private static readonly HttpRequestOptionsKey<CallAttempts> Key = new("GigaChat.Usage.Attempts");

    public static CallAttempts? Of(HttpRequestMessage request) => request.Options.TryGetValue(Key, out var attempts) ? attempts : null;

    /// <summary>Adds the attempt that has just failed.</summary>
    public static void Remember(HttpRequestMessage request, CallAttempts? earlier, Guid id) =>
        request.Options.Set(Key, earlier is null ? new CallAttempts(id, 1) : earlier with { Count = earlier.Count + 1 });
}
