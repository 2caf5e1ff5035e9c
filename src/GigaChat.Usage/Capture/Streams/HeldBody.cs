using System.Net;

namespace GigaChat.Usage.Capture;

/// <summary>
/// The beginning of a request body, read before the request is sent. The content continues to write at the same
/// position when the request is sent, so that a body is never read twice, a long body is never completely in memory,
/// and the sent bytes are unchanged.
/// </summary>
#pragma warning disable CA1001 // The stream holds nothing to dispose.
internal sealed class HeldBody(HttpContent content, int bound)
#pragma warning restore CA1001
{
    private readonly HoldingStream _stream = new(bound);
    private Task _copy = Task.CompletedTask;
    private int _isSent;

    public HttpContent Content { get; } = content;

    /// <summary>The bytes that were read.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary><c>true</c> if the bytes are the whole body; otherwise, <c>false</c>.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Restores the original content of a request.</summary>
    public static void Remove(HttpRequestMessage request)
    {
        if (request.Content is IHeldContent held)
        {
            held.Body.GiveUp();
            request.Content = held.Body.Content;
        }
    }

    /// <summary>
    /// Reads until the body ends, the bound is reached or the time limit elapses: a content may wait for the response
    /// before it continues.
    /// </summary>
    public async Task ReadAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        // On a thread of the pool: a content that writes synchronously would block the caller at the bound.
        _copy = Task.Run(() => Content.CopyToAsync(_stream, cancellationToken), CancellationToken.None);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_copy, _stream.Full, Task.Delay(patience, time, enough.Token)).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        if (_copy.IsCompleted)
        {
            await _copy.ConfigureAwait(false);
            IsWhole = true;
        }
        else if (cancellationToken.IsCancellationRequested)
        {
            GiveUp();
            cancellationToken.ThrowIfCancellationRequested();
        }

        Bytes = _stream.Snapshot();
    }

    /// <summary>Creates the content that replaces the original one while the request is sent.</summary>
    public HttpContent ToContent()
    {
        // Over HTTP/2 a request with a custom content counts as sent with its headers, one with a built-in content with
        // its body.
        HttpContent held = DuplexContent.IsAllowed(Content) ? new HeldContent(this) : new HeldBuffer(this);
        ContentHeaders.Copy(Content, held);
        return held;
    }

    public async Task SendAsync(Stream destination, TransportContext? context, CancellationToken cancellationToken)
    {
        if (IsWhole)
        {
            await destination.WriteAsync(Bytes, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (Interlocked.Exchange(ref _isSent, 1) != 0)
        {
            // Sent again on another connection: the content itself decides whether that is possible.
            await Content.CopyToAsync(destination, context, cancellationToken).ConfigureAwait(false);
            return;
        }

        await _stream.ReleaseAsync(destination, cancellationToken).ConfigureAwait(false);
        try
        {
            await _copy.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            CopyError.ThrowInner(error);
            throw;
        }
    }

    /// <summary>Stops the content from writing if the request was not sent.</summary>
    public void GiveUp()
    {
        if (IsWhole || Interlocked.Exchange(ref _isSent, 1) != 0)
            return;
        _stream.Fail();
        _ = _copy.ContinueWith(
            static copy => copy.Exception,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }
}
