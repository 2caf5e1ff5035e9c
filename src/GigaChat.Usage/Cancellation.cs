namespace GigaChat.Usage;

internal static class Cancellation
{
    /// <summary>Whether an error is the cancellation that was asked for. A call that ran out of time by itself is a
    /// cancellation too, and a failure like any other.</summary>
    public static bool IsCancellationBy(this Exception error, CancellationToken cancellationToken) =>
        error is OperationCanceledException && cancellationToken.IsCancellationRequested;
}
