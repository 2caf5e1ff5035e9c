using System.Runtime.ExceptionServices;

namespace GigaChat.Usage.Capture;

internal static class CopyError
{
    /// <summary>Undoes the wrapping of a stream's error by <see cref="HttpContent"/>'s copying, which the content
    /// around it is about to do again.</summary>
    public static void ThrowInner(Exception error)
    {
        if (error is HttpRequestException { InnerException: IOException or ObjectDisposedException })
            ExceptionDispatchInfo.Throw(error.InnerException);
    }
}
