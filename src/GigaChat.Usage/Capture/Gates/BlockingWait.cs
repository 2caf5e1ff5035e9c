namespace GigaChat.Usage.Capture;

/// <summary>
/// Waits for asynchronous work on the thread of the caller, for <see cref="HttpClient.Send(HttpRequestMessage)"/>.
/// </summary>
internal static class BlockingWait
{
    /// <remarks>
    /// Application-provided content may resume on the context on which it was started. A UI thread that waits would
    /// deadlock (L28), so the work starts on a thread of the pool if there is such a context.
    /// </remarks>
    public static T For<T>(Func<ValueTask<T>> work)
    {
        if (SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default)
        {
            var working = work();
            return working.IsCompleted ? working.GetAwaiter().GetResult() : working.AsTask().GetAwaiter().GetResult();
        }

        return Task.Run(() => work().AsTask()).GetAwaiter().GetResult();
    }
}
