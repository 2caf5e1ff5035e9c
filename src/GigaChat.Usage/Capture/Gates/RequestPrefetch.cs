namespace GigaChat.Usage.Capture;

/// <summary>Reads a request's body before gates are asked, whatever the type of its content, and never more than a
/// bound.</summary>
internal static class RequestPrefetch
{
    /// <summary>The most that is read; the longest context of GigaChat's models is about 0.7 MB of Russian
    /// text.</summary>
    public const int Bound = 4 * 1024 * 1024;

    /// <summary>Whether a content lies in memory already.</summary>
    public static bool IsInMemory(HttpContent content)
    {
        var type = content.GetType();
        return type == typeof(StringContent)
            || type == typeof(ByteArrayContent)
            || type == typeof(ReadOnlyMemoryContent);
    }

    /// <summary>Lets a call read its request's body, or its beginning.</summary>
    /// <returns>Whether the call has read the whole body, so that it need not be read again while it is sent.</returns>
    public static async ValueTask<bool> ReadAsync(
        CapturedCall call,
        HttpRequestMessage request,
        TimeSpan patience,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (request.Content is not { } content)
            return true;
        if (IsInMemory(content))
        {
            call.ReadRequest(content);
            return true;
        }

        if (content.Headers.ContentLength <= Bound)
        {
            await content.LoadIntoBufferAsync(Bound, cancellationToken).ConfigureAwait(false);
            call.ReadRequest(content);
            return true;
        }

        var held = new HeldBody(content, Bound);
        await held.ReadAsync(patience, time, cancellationToken).ConfigureAwait(false);
        call.ReadHeld(held.Bytes.Span, held.IsWhole);
        request.Content = held.ToContent();
        return held.IsWhole;
    }
}
