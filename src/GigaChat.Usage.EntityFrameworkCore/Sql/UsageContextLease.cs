using Microsoft.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>A context for one piece of work, and the scope it came from.</summary>
internal sealed record UsageContextLease(DbContext Context, IAsyncDisposable Owner) : IAsyncDisposable
{
    public static UsageContextLease Of(DbContext context) => new(context, context);

    public ValueTask DisposeAsync() => Owner.DisposeAsync();
}
