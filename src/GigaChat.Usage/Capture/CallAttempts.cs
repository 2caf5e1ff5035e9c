namespace GigaChat.Usage.Capture;

/// <summary>Earlier attempts of the same request message, left on it by an attempt that a retry handler may follow with another.</summary>
/// <param name="First">The id of the first attempt.</param>
/// <param name="Count">How many attempts have been made.</param>
internal sealed record CallAttempts(Guid First, int Count)
{
    private static readonly RequestNote<CallAttempts> Note = new("GigaChat.Usage.Attempts");

    public static CallAttempts? Of(HttpRequestMessage request) => Note.Of(request);

    /// <summary>Adds the attempt that has just failed.</summary>
    public static void Remember(HttpRequestMessage request, CallAttempts? earlier, Guid id) =>
        Note.Set(request, earlier is null ? new CallAttempts(id, 1) : earlier with { Count = earlier.Count + 1 });
}
