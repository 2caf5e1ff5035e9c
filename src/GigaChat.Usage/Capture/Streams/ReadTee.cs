using System.Runtime.CompilerServices;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Passes the bytes that the caller reads to the call, after each read of the caller. Never reads ahead.
/// </summary>
internal sealed class ReadTee(Stream answer, CapturedCall call) : PassThroughStream(answer)
{
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Seen(Inner.Read(buffer, offset, count), buffer.AsSpan(offset, count));
        }
        catch (Exception error)
        {
            call.End(CallEnd.ReadFailed, error);
            throw;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Seen(Inner.Read(buffer), buffer);
        }
        catch (Exception error)
        {
            call.End(CallEnd.ReadFailed, error);
            throw;
        }
    }

    public override int ReadByte()
    {
        try
        {
            var value = Inner.ReadByte();
            Seen(value < 0 ? 0 : 1, [(byte)value]);
            return value;
        }
        catch (Exception error)
        {
            call.End(CallEnd.ReadFailed, error);
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask<int> reading;
        try
        {
            reading = Inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception error)
        {
            call.End(CallEnd.ReadFailed, error);
            throw;
        }

        return reading.IsCompletedSuccessfully
            ? new ValueTask<int>(Seen(reading.GetAwaiter().GetResult(), buffer.Span))
            : Finish(reading, buffer);
    }

    public override void CopyTo(Stream destination, int bufferSize)
    {
        try
        {
            Inner.CopyTo(new WriteTee(destination, call), bufferSize);
        }
        catch (Exception error)
        {
            call.End(CallEnd.ReadFailed, error);
            throw;
        }

        call.End(CallEnd.EndOfBody);
    }

    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        try
        {
            await Inner
                .CopyToAsync(new WriteTee(destination, call), bufferSize, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception error)
        {
            call.End(CallEnd.ReadFailed, error);
            throw;
        }

        call.End(CallEnd.EndOfBody);
    }

    public override async ValueTask DisposeAsync()
    {
        await Inner.DisposeAsync().ConfigureAwait(false);
        call.End(CallEnd.Disposed);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Inner.Dispose();
            call.End(CallEnd.Disposed);
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> Finish(ValueTask<int> reading, Memory<byte> buffer)
    {
        try
        {
            return Seen(await reading.ConfigureAwait(false), buffer.Span);
        }
        catch (Exception error)
        {
            call.End(CallEnd.ReadFailed, error);
            throw;
        }
    }

    private int Seen(int read, ReadOnlySpan<byte> buffer)
    {
        if (read > 0)
            call.Observe(buffer[..read]);
        else if (!buffer.IsEmpty)
            call.End(CallEnd.EndOfBody);
        return read;
    }
}
