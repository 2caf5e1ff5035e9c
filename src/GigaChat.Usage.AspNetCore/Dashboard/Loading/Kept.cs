using System.Collections.Concurrent;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Caches results for some seconds: requests of the same key in that time share the result, and share its loading too.
/// So the store's work does not grow with the number of viewers.
/// </summary>
/// <typeparam name="TKey">The key of the query.</typeparam>
/// <typeparam name="TAnswer">The result.</typeparam>
/// <param name="time">The clock.</param>
/// <param name="age">The maximum age of a result.</param>
internal sealed class Kept<TKey, TAnswer>(TimeProvider time, TimeSpan age)
    where TKey : notnull
{
    private readonly SingleFlight<TKey, TAnswer> _asking = new();
    private readonly ConcurrentDictionary<TKey, (long At, TAnswer Answer)> _answers = [];

    /// <param name="key">The key of the query.</param>
    /// <param name="ask">Runs the query.</param>
    /// <param name="isWhole">Returns <c>true</c> if a result is complete and may be cached; otherwise,
    /// <c>false</c>.</param>
    public async Task<TAnswer> GetAsync(TKey key, Func<Task<TAnswer>> ask, Func<TAnswer, bool>? isWhole = null)
    {
        if (_answers.TryGetValue(key, out var kept) && IsFresh(kept.At))
            return kept.Answer;
        return await _asking
            .RunAsync(key, async () =>
            {
                var at = time.GetTimestamp();
                var answer = await ask().ConfigureAwait(false);
                foreach (var old in _answers.Where(pair => !IsFresh(pair.Value.At)))
                    _answers.TryRemove(old);
                if (isWhole is null || isWhole(answer))
                    _answers[key] = (at, answer);
                return answer;
            })
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Gets <c>true</c> if a result may be used; otherwise, <c>false</c>. Age is measured from the start of the query,
    /// so that a result is never older than allowed.
    /// </summary>
    private bool IsFresh(long at) => time.GetElapsedTime(at) < age;
}
