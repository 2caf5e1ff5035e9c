namespace GigaChat.Usage;

/// <summary>The ambient context: every call made inside a scope is charged to it, across <c>await</c> and started
/// tasks.</summary>
/// <remarks>
/// The context flows with the asynchronous control flow, as an <see cref="AsyncLocal{T}"/> does. It does not flow
/// <list type="bullet">
/// <item>through a <c>Channel</c>, a queue or a timer to the code that takes the work out: that code runs where it was
/// started;</item>
/// <item>past the first <c>yield return</c> of an async iterator: each step runs in the context of whoever asks for
/// it.</item>
/// </list>
/// There, take the context along with <see cref="Capture"/> and use it with <see cref="Resume"/>.
/// </remarks>
public static class UsageScope
{
    private static readonly AsyncLocal<Level?> Ambient = new();

    /// <summary>The context of the innermost scope, with what the scopes around it add; null outside any
    /// scope.</summary>
    public static UsageContext? Current => Ambient.Value?.Context;

    /// <summary>Opens a scope; disposing what it returns closes it.</summary>
    /// <param name="context">The parts to set; the others stay as the scope around has them.</param>
    /// <returns>The scope. Dispose it in the method that opened it; scopes may be disposed in any order.</returns>
    public static IDisposable Begin(UsageContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Open(context, isAlone: false);
    }

    /// <summary>Gets the current context, to be handed to code that it does not flow to: a consumer of a queue, a step
    /// of an async iterator.</summary>
    /// <returns>The current context; an empty one outside any scope. It is immutable and may be kept, copied and
    /// serialized with a message.</returns>
    public static UsageContext Capture() => Current ?? UsageContext.Empty;

    /// <summary>Opens a scope with a captured context and nothing else: the scopes around it add nothing, since they
    /// belong to other work.</summary>
    /// <param name="captured">What <see cref="Capture"/> returned.</param>
    /// <returns>The scope. Dispose it in the method that opened it, in an async iterator before the next <c>yield
    /// return</c>.</returns>
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

    /// <summary>One scope and those around it. Immutable, since every asynchronous flow that began inside goes on with
    /// it, even when the scope is closed elsewhere.</summary>
    private sealed record Level(Scope Scope, UsageContext Own, bool IsAlone, Level? Outer, UsageContext Context)
    {
        public static Level Of(Scope scope, UsageContext own, bool isAlone, Level? outer) =>
            new(scope, own, isAlone, outer, isAlone ? own : own.WithFallback(outer?.Context));

        /// <summary>The same levels without one, which need not be the innermost.</summary>
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
        /// <summary>Closes the scope in the flow it is disposed in; nothing happens in a flow that is not inside
        /// it.</summary>
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
