using System.Buffers;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Buffers written bytes up to a bound, blocks further writes, and forwards everything to a destination when one is
/// set.
/// </summary>
internal sealed class HoldingStream(int bound) : Stream
{
    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _held = new();
    private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Stream> _destination = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private bool _isReleased;

    /// <summary>A task that completes when more than the bound was written.</summary>
    public Task Full => _full.Task;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public ReadOnlyMemory<byte> Snapshot()
    {
        lock (_gate)
            return _held.WrittenMemory;
    }

    /// <summary>Writes the buffered bytes and all that follow to the destination.</summary>
    public async Task ReleaseAsync(Stream destination, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> held;
        lock (_gate)
            (_isReleased, held) = (true, _held.WrittenMemory);
        try
        {
            await destination.WriteAsync(held, cancellationToken).ConfigureAwait(false);
            _destination.TrySetResult(destination);
        }
        catch
        {
            Fail();
            throw;
        }
    }

    /// <summary>Fails the pending writes: there will be no destination.</summary>
    public void Fail() => _destination.TrySetException(new IOException("The request was not sent."));

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        var rest = Hold(buffer.Length, buffer.Span);
        if (rest == 0)
            return;
        var destination = await _destination.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        await destination.WriteAsync(buffer[^rest..], cancellationToken).ConfigureAwait(false);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var rest = Hold(buffer.Length, buffer);
        if (rest > 0)
            _destination.Task.GetAwaiter().GetResult().Write(buffer[^rest..]);
    }

    public override void Flush()
    {
        if (_destination.Task.IsCompletedSuccessfully)
            _destination.Task.GetAwaiter().GetResult().Flush();
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _destination.Task.IsCompletedSuccessfully
            ? _destination.Task.GetAwaiter().GetResult().FlushAsync(cancellationToken)
            : Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <returns>The number of bytes at the end that must wait for the destination.</returns>
    private int Hold(int length, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var taken = _isReleased ? 0 : Math.Min(length, bound - _held.WrittenCount);
            _held.Write(bytes[..taken]);
            if (taken < length)
                _full.TrySetResult();
            return length - taken;
        }
    }
}
