namespace GigaChat.Usage.Capture;

/// <summary>A call as its caller sees it, which handlers on its way may turn into several attempts, one after another
/// or at once.</summary>
/// <remarks>
/// It travels in the options of the request, so that clones of the request share it (L40). A retry sends the same
/// message again, so an attempt that
/// failed is early enough to leave it there. A handler that clones, such as hedging, takes its copy before the first
/// attempt: for it
/// <see cref="LogicalCallHandler"/> leaves it there at the outermost place of the chain.
/// </remarks>
internal sealed class LogicalCall
{
    private static readonly RequestNote<LogicalCall> Note = new("GigaChat.Usage.Call");

    private readonly Lock _gate = new();
    private Guid _first;
    private int _count;

    public static LogicalCall? Of(HttpRequestMessage request) => Note.Of(request);

    /// <summary>Marks a request as a call of its own, whatever it was cloned from.</summary>
    public static void Mark(HttpRequestMessage request) => Note.Set(request, new LogicalCall());

    /// <summary>Marks a request that has no mark.</summary>
    public static void MarkNew(HttpRequestMessage request)
    {
        if (Note.Of(request) is null)
            Mark(request);
    }

    /// <summary>Leaves the call on a request whose attempt has failed, for the retry that may follow.</summary>
    public static void Remember(HttpRequestMessage request, Guid failed)
    {
        if (Note.Of(request) is null)
            Note.Set(request, new LogicalCall { _first = failed, _count = 1 });
    }

    /// <summary>Takes the next number for an attempt that is about to be sent.</summary>
    /// <returns>The number, 1 for the first, and the id of the first attempt; null for the first itself.</returns>
    public (int Number, Guid? First) Begin(Guid id)
    {
        lock (_gate)
        {
            if (++_count > 1)
                return (_count, _first);
            _first = id;
            return (1, null);
        }
    }
}
