using System.Runtime.ExceptionServices;

namespace GigaChat.Usage.Capture;

internal static class CopyError
{
    /// <summary>
    /// Rethrows the inner exception of an error that <see cref="HttpContent"/> has wrapped while copying, because the
    /// outer content wraps it again.
    /// </summary>
    public static void ThrowInner(Exception error)
    {
        if (error is HttpRequestException { InnerException: IOException or ObjectDisposedException })
            ExceptionDispatchInfo.Throw(error.InnerException);
    }
}
