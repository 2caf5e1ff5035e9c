using System.Collections.Concurrent;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Shares one running query between all requests of the same key. Nothing is cached once it has ended.
/// </summary>
/// <typeparam name="TKey">The key of the query.</typeparam>
/// <typeparam name="TAnswer">The result.</typeparam>
internal sealed class SingleFlight<TKey, TAnswer>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TAnswer>>> _running = [];

    public Task<TAnswer> RunAsync(TKey key, Func<Task<TAnswer>> answer) =>
        _running.GetOrAdd(key, _ => new Lazy<Task<TAnswer>>(() => AnswerAsync(key, answer))).Value;

    private async Task<TAnswer> AnswerAsync(TKey key, Func<Task<TAnswer>> answer)
    {
        try
        {
            return await answer().ConfigureAwait(false);
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }
}
