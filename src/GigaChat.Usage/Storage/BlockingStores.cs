namespace GigaChat.Usage.Storage;

/// <summary>Queries stores that may block.</summary>
internal static class BlockingStores
{
    /// <summary>
    /// Waits for a result no longer than the limit, on a separate thread: the driver of SQLite blocks its thread
    /// although its methods are named Async, and a store that ignores the token is not waited for either.
    /// </summary>
    public static Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken limit) =>
        Task.Run(() => ask(limit), limit).WaitAsync(limit);
}
