using GigaChat.Usage.Attribution;

namespace GigaChat.Usage;

/// <summary>
/// The ambient context: every call made inside a scope is attributed to it, across <c>await</c> and started tasks.
/// A scope adds up the usage of its calls as they end.
/// </summary>
/// <remarks>
/// The context flows with the asynchronous control flow, as an <see cref="AsyncLocal{T}"/> does. It does not flow
/// <list type="bullet">
/// <item>through a <c>Channel</c>, a queue or a timer to the code that receives the work: that code runs in the context
/// in which it was started;</item>
/// <item>past the first <c>yield return</c> of an async iterator: each step runs in the context of the code that
/// requests it.</item>
/// </list>
/// In these cases, pass the context on with <see cref="Capture"/> and use it with <see cref="Resume"/>.
/// </remarks>
public sealed class UsageScope : IDisposable
{
    private static readonly AsyncLocal<ScopeLevel?> Ambient = new();

    private readonly Lock _gate = new();
    private ScopeSums _sums;
    private int _openCalls;

    private UsageScope() { }

    /// <summary>
    /// The context of the innermost scope, with the values that the outer scopes add; <c>null</c> outside any scope.
    /// </summary>
    public static UsageContext? Current => Ambient.Value?.Context;

    /// <summary>The innermost scope of this flow and those around it.</summary>
    internal static ScopeLevel? Innermost => Ambient.Value;

    /// <summary>The usage of the calls that were made inside the scope, in inner scopes too, and have ended. It does
    /// not wait for the store.</summary>
    /// <remarks>
    /// A call ends when its response has been read to the end or disposed, or when its request has failed. One that
    /// ends after the scope was disposed still counts for it: <see cref="OpenCalls"/> reports whether any is left.
    /// A result file of a batch that is read twice counts twice here, and once in a store. Calls of another scope that
    /// was opened with <see cref="Resume"/> count for that scope alone.
    /// </remarks>
    public UsageTotals Usage
    {
        get
        {
            lock (_gate)
                return _sums.ToTotals();
        }
    }

    /// <summary>The number of requests that were made inside the scope and have not ended, such as a stream that is
    /// still read: their usage is not part of <see cref="Usage"/> yet.</summary>
    public int OpenCalls => Volatile.Read(ref _openCalls);

    /// <summary>Opens a scope; disposing the result closes it.</summary>
    /// <param name="context">The values to set; the others are those of the outer scope.</param>
    /// <returns>The scope. Dispose it in the method that opened it; scopes may be disposed in any order.</returns>
    public static UsageScope Begin(UsageContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Open(context, isAlone: false);
    }

    /// <summary>
    /// Gets the current context, for code to which it does not flow: a consumer of a queue, a step of an async
    /// iterator.
    /// </summary>
    /// <returns>The current context; an empty one outside any scope. It is immutable and may be kept, copied and
    /// serialized with a message.</returns>
    public static UsageContext Capture() => Current ?? UsageContext.Empty;

    /// <summary>
    /// Opens a scope with only a captured context: the outer scopes add nothing, since they belong to other work.
    /// </summary>
    /// <param name="captured">The context that <see cref="Capture"/> returned.</param>
    /// <returns>The scope. Dispose it in the method that opened it, in an async iterator before the next
    /// <c>yield return</c>.</returns>
    public static UsageScope Resume(UsageContext captured)
    {
        ArgumentNullException.ThrowIfNull(captured);
        return Open(captured, isAlone: true);
    }

    /// <summary>Gets the cost of <see cref="Usage"/>, each call at the price of the hour in which it was made.</summary>
    /// <param name="prices">The prices; those of the application (<c>UsePriceBook</c>) when null,
    /// <see cref="PriceBook.Sber"/> where it has none.</param>
    public UsageCost GetCost(PriceBook? prices = null)
    {
        lock (_gate)
            return _sums.ToCost(prices);
    }

    /// <summary>Closes the scope in the flow it is disposed in; nothing happens in a flow that is not inside it. Its
    /// figures can still be read.</summary>
    public void Dispose()
    {
        if (Ambient.Value is { } innermost && innermost.Without(this) is var rest && !ReferenceEquals(rest, innermost))
            Ambient.Value = rest;
    }

    internal void StartCall() => Interlocked.Increment(ref _openCalls);

    internal void EndCall() => Interlocked.Decrement(ref _openCalls);

    internal void Add(UsageRecord record, PriceBook prices)
    {
        lock (_gate)
            _sums.Add(record, prices);
    }

    private static UsageScope Open(UsageContext own, bool isAlone)
    {
        var scope = new UsageScope();
        Ambient.Value = ScopeLevel.Of(scope, own, isAlone, Ambient.Value);
        return scope;
    }
}
