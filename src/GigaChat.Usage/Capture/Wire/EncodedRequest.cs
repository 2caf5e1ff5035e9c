namespace GigaChat.Usage.Capture;

/// <summary>Decodes a copy of a compressed request body and passes it to a request scanner.</summary>
/// <remarks>
/// The scanner is notified when the body cannot be decoded: otherwise a part would be taken for the whole. A decoder
/// that is never ended is released by its finalizer, because the body may still be sent when the call has ended.
/// </remarks>
internal sealed class EncodedRequest(RequestScanner request, ContentDecoder? decoder, UsageCapture capture)
    : IByteObserver
{
    /// <summary>The maximum decoded size in bytes: four times the part of a plain body that budgets read.</summary>
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

    /// <summary>Called when the whole body has been observed.</summary>
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
