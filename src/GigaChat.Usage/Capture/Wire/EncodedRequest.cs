namespace GigaChat.Usage.Capture;

/// <summary>Decodes on the side the body of a request that is sent compressed, into a scanner of requests.</summary>
/// <remarks>
/// The scanner is told when the body cannot be decoded: a part of it would pass for the whole. A decoder that is never
/// ended is cleaned up by its finalizer, for the body may still be sent when the call is over.
/// </remarks>
internal sealed class EncodedRequest(RequestScanner request, ContentDecoder? decoder, UsageCapture capture)
    : IByteObserver
{
    /// <summary>The most that is decoded, four times as much as budgets read of a plain body.</summary>
    public const long MaxDecoded = 16L * 1024 * 1024;

    private ContentDecoder? _decoder = decoder;

    public void Observe(ReadOnlySpan<byte> bytes)
    {
        if (_decoder is not { } decoder)
        {
            request.SetUndecodable();
            return;
        }

        try
        {
            decoder.Decode(bytes, request);
        }
        catch (Exception error)
        {
            if (error is not InvalidDataException)
                capture.Failed(CaptureFailure.Internal, error);
            GiveUp();
        }
    }

    /// <summary>The whole body has been observed.</summary>
    public void End()
    {
        if (_decoder is not null && request.IsDone)
            _decoder.Dispose();
        else
            GiveUp();
    }

    private void GiveUp()
    {
        request.SetUndecodable();
        _decoder?.Dispose();
        _decoder = null;
    }
}
