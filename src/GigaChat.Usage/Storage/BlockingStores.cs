namespace GigaChat.Usage.Storage;

/// <summary>Asks stores that may block.</summary>
internal static class BlockingStores
{
    /// <summary>
    /// Waits for an answer no longer than the limit, on a thread of its own: the driver of SQLite blocks its thread
    /// although its methods say Async, and a store
    /// that does not heed the token is not waited for either.
    /// </summary>
    public static Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken limit) =>
        Task.Run(() => ask(limit), limit).WaitAsync(limit);
}
