namespace GigaChat.Usage;

internal static class Cancellation
{
    /// <summary>
    /// Gets <c>true</c> if an error is the requested cancellation; otherwise, <c>false</c>. A call that timed out by
    /// itself is a cancellation too, and a failure like any other.
    /// </summary>
    public static bool IsCancellationBy(this Exception error, CancellationToken cancellationToken) =>
        error is OperationCanceledException && cancellationToken.IsCancellationRequested;
}
