namespace GigaChat.Usage.Capture;

/// <summary>Reads a request body before gates are called, for any type of content, up to a maximum size.</summary>
internal static class RequestPrefetch
{
    /// <summary>
    /// The maximum number of bytes that are read; the longest context of the GigaChat models is about 0.7 MB of Russian
    /// text.
    /// </summary>
    public const int Bound = 4 * 1024 * 1024;

    /// <summary>Determines whether a content is already in memory.</summary>
    public static bool IsInMemory(HttpContent content)
    {
        var type = content.GetType();
        return type == typeof(StringContent)
            || type == typeof(ByteArrayContent)
            || type == typeof(ReadOnlyMemoryContent);
    }

    /// <summary>Reads the request body of a call, or its beginning.</summary>
    /// <returns><c>true</c> if the call has read the whole body, so that it is not read again while it is sent;
    /// otherwise, <c>false</c>.</returns>
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
