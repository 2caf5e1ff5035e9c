using System.IO.Pipelines;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Writes rows into a pipe. The data stays in the pipe until it is flushed.</summary>
internal abstract class TableWriter(PipeWriter pipe) : IAsyncDisposable
{
    protected PipeWriter Pipe => pipe;

    public abstract void Row(IReadOnlyList<object?> cells);

    public abstract ValueTask DisposeAsync();

    public virtual async Task FlushAsync(CancellationToken cancellationToken) =>
        await pipe.FlushAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Writes the end of the file.</summary>
    public virtual Task EndAsync(CancellationToken cancellationToken) => FlushAsync(cancellationToken);
}
