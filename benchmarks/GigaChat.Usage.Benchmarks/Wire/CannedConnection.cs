using System.Threading.Tasks.Sources;

namespace GigaChat.Usage.Benchmarks.Wire;

/// <summary>A keep-alive connection to a server that lives in memory and gives every request the same response at
/// once.</summary>
/// <remarks>
/// It is below <see cref="SocketsHttpHandler"/> and not in its place, because the activities that OpenTelemetry
/// listens to are made in there.
/// No kernel, no other thread: a read that waits for the next request is completed by the write that brings it.
/// </remarks>
internal sealed class CannedConnection(CannedAnswer answer) : Stream, IValueTaskSource<int>
{
    private readonly RequestEnd _request = new();
    private ManualResetValueTaskSourceCore<int> _arrival;
    private Memory<byte> _destination;
    private bool _isReadWaiting;
    private int _piece = answer.Pieces.Count;
    private int _offset;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A handler that has only such connections.</summary>
    public static SocketsHttpHandler NewHandler(CannedAnswer answer) =>
        new()
        {
            ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new CannedConnection(answer)),
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseCookies = false,
            UseProxy = false,
        };

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_piece < answer.Pieces.Count)
            return ValueTask.FromResult(Copy(buffer.Span));
        _arrival.Reset();
        _destination = buffer;
        _isReadWaiting = true;
        return new ValueTask<int>(this, _arrival.Version);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!_request.IsReachedBy(buffer))
            return;
        _piece = 0;
        _offset = 0;
        if (_isReadWaiting)
            CompleteRead(Copy(_destination.Span));
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    int IValueTaskSource<int>.GetResult(short token) => _arrival.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _arrival.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _arrival.OnCompleted(continuation, state, token, flags);

    protected override void Dispose(bool disposing)
    {
        if (_isReadWaiting)
            CompleteRead(0);
        base.Dispose(disposing);
    }

    private void CompleteRead(int read)
    {
        _isReadWaiting = false;
        _destination = default;
        _arrival.SetResult(read);
    }

    private int Copy(Span<byte> destination)
    {
        var piece = answer.Pieces[_piece].AsSpan(_offset);
        var read = Math.Min(piece.Length, destination.Length);
        piece[..read].CopyTo(destination);
        _offset += read;
        if (read == piece.Length)
        {
            _piece++;
            _offset = 0;
        }

        return read;
    }
}
