using GigaChat.Usage.Attribution;

namespace GigaChat.Usage.Capture;

/// <summary>
/// A call from the perspective of its caller. Handlers may send it as several attempts, sequentially or in parallel.
/// </summary>
/// <remarks>
/// It is stored in the options of the request, so that clones of the request share it (L40). A retry sends the same
/// message again, so it is sufficient to store it after the first failed attempt. A handler that clones, such as
/// hedging, copies the request before the first attempt: for that case <see cref="LogicalCallHandler"/> stores it in
/// the outermost handler of the chain.
/// </remarks>
internal sealed class LogicalCall
{
    private static readonly RequestNote<LogicalCall> Note = new("GigaChat.Usage.Call");

    private readonly Lock _gate = new();
    private Guid _first;
    private int _count;

    public static LogicalCall? Of(HttpRequestMessage request) => Note.Of(request);

    /// <summary>Marks a request as a new call, also if it is a clone.</summary>
    public static void Mark(HttpRequestMessage request) => Note.Set(request, new LogicalCall());

    /// <summary>Marks a request that has no mark.</summary>
    public static void MarkNew(HttpRequestMessage request)
    {
        if (Note.Of(request) is null)
            Mark(request);
    }

    /// <summary>Stores the call in a request after a failed attempt, for a retry that may follow.</summary>
    public static void Remember(HttpRequestMessage request, Guid failed)
    {
        if (Note.Of(request) is null)
            Note.Set(request, new LogicalCall { _first = failed, _count = 1 });
    }

    /// <summary>Gets the next number for an attempt that is about to be sent.</summary>
    /// <returns>The number, starting with 1, and the id of the first attempt; the id is <c>null</c> for the first
    /// attempt itself.</returns>
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
