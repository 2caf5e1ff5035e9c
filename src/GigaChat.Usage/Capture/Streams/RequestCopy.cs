using System.Net;

namespace GigaChat.Usage.Capture;

/// <summary>Sends the content of a request and passes its bytes to the scanner.</summary>
internal static class RequestCopy
{
    public static Task CopyAsync(
        HttpContent content,
        CapturedCall call,
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        var copying = content.CopyToAsync(Tee(call, stream), context, cancellationToken);
        if (!copying.IsCompletedSuccessfully)
            return FinishAsync(copying, call);
        call.FinishRequest();
        return copying;
    }

    public static void Copy(
        HttpContent content,
        CapturedCall call,
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            content.CopyTo(Tee(call, stream), context, cancellationToken);
        }
        catch (Exception error)
        {
            CopyError.ThrowInner(error);
            throw;
        }

        call.FinishRequest();
    }

    private static Stream Tee(CapturedCall call, Stream stream) =>
        call.StartRequest() is { } observer ? new WriteTee(stream, observer) : stream;

    private static async Task FinishAsync(Task copying, CapturedCall call)
    {
        try
        {
            await copying.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            CopyError.ThrowInner(error);
            throw;
        }

        call.FinishRequest();
    }
}
