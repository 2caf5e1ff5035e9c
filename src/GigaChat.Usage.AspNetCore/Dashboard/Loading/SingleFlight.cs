using System.Collections.Concurrent;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Lets those who ask the same thing while it is being answered share the answer. Nothing is kept once it is
/// there.</summary>
/// <typeparam name="TKey">What is asked.</typeparam>
/// <typeparam name="TAnswer">The answer.</typeparam>
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
