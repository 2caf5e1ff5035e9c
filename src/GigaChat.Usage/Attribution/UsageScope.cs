namespace GigaChat.Usage;

/// <summary>
/// The ambient context: every call made inside a scope is attributed to it, across <c>await</c> and started tasks.
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
public static class UsageScope
{
    private static readonly AsyncLocal<Level?> Ambient = new();

    /// <summary>
    /// The context of the innermost scope, with the values that the outer scopes add; <c>null</c> outside any scope.
    /// </summary>
    public static UsageContext? Current => Ambient.Value?.Context;

    /// <summary>Opens a scope; disposing the result closes it.</summary>
    /// <param name="context">The values to set; the others are those of the outer scope.</param>
    /// <returns>The scope. Dispose it in the method that opened it; scopes may be disposed in any order.</returns>
    public static IDisposable Begin(UsageContext context)
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
    public static IDisposable Resume(UsageContext captured)
    {
        ArgumentNullException.ThrowIfNull(captured);
        return Open(captured, isAlone: true);
    }

    private static Scope Open(UsageContext own, bool isAlone)
    {
        var scope = new Scope();
        Ambient.Value = Level.Of(scope, own, isAlone, Ambient.Value);
        return scope;
    }

    /// <summary>
    /// One scope and its outer ones. Immutable, since every asynchronous flow that began inside continues with it, even
    /// when the scope is closed elsewhere.
    /// </summary>
    private sealed record Level(Scope Scope, UsageContext Own, bool IsAlone, Level? Outer, UsageContext Context)
    {
        public static Level Of(Scope scope, UsageContext own, bool isAlone, Level? outer) =>
            new(scope, own, isAlone, outer, isAlone ? own : own.WithFallback(outer?.Context));

        /// <summary>Gets the same levels without one, which need not be the innermost.</summary>
        public Level? Without(Scope scope)
        {
            if (ReferenceEquals(Scope, scope))
                return Outer;
            var outer = Outer?.Without(scope);
            return ReferenceEquals(outer, Outer) ? this : Of(Scope, Own, IsAlone, outer);
        }
    }

    private sealed class Scope : IDisposable
    {
        /// <summary>
        /// Closes the scope in the flow in which it is disposed; does nothing in a flow that is not inside it.
        /// </summary>
        public void Dispose()
        {
            if (
                Ambient.Value is { } innermost
                && innermost.Without(this) is var rest
                && !ReferenceEquals(rest, innermost)
            )
                Ambient.Value = rest;
        }
    }
}
