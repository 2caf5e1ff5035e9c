namespace GigaChat.Usage;

/// <summary>The ambient context: every call made inside a scope is charged to it, across <c>await</c> and started tasks.</summary>
public static class UsageScope
{
    private static readonly AsyncLocal<UsageContext?> Ambient = new();

    /// <summary>The context of the innermost scope, with what the scopes around it add; null outside any scope.</summary>
    public static UsageContext? Current => Ambient.Value;

    /// <summary>Opens a scope; disposing what it returns closes it.</summary>
    /// <param name="context">The parts to set; the others stay as the scope around has them.</param>
    /// <returns>The scope. Dispose it in the method that opened it.</returns>
    public static IDisposable Begin(UsageContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var outer = Ambient.Value;
        Ambient.Value = context.WithFallback(outer);
        return new Scope(outer);
    }

    private sealed class Scope(UsageContext? outer) : IDisposable
    {
        private bool _closed;

        public void Dispose()
        {
            if (_closed)
                return;
            _closed = true;
            Ambient.Value = outer;
        }
    }
}
