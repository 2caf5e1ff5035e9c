namespace GigaChat.Usage.Capture;

/// <summary>Waits for asynchronous work on the caller's thread, for
/// <see cref="HttpClient.Send(HttpRequestMessage)"/>.</summary>
internal static class BlockingWait
{
    /// <remarks>
    /// A content of the application's own may resume on the context it was started on. A UI thread that waits would
    /// then wait for itself (L28), so the
    /// work starts on a thread of the pool where there is such a context.
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
