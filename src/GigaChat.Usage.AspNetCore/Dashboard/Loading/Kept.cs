using System.Collections.Concurrent;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Answers that may be some seconds old: those who ask the same meanwhile share the answer, and share the
/// asking too. So the store's work does not grow with the viewers.</summary>
/// <typeparam name="TKey">What is asked.</typeparam>
/// <typeparam name="TAnswer">The answer.</typeparam>
/// <param name="time">The clock.</param>
/// <param name="age">How old an answer may be.</param>
internal sealed class Kept<TKey, TAnswer>(TimeProvider time, TimeSpan age)
    where TKey : notnull
{
    private readonly SingleFlight<TKey, TAnswer> _asking = new();
    private readonly ConcurrentDictionary<TKey, (long At, TAnswer Answer)> _answers = [];

    /// <param name="key">What is asked.</param>
    /// <param name="ask">Asks it.</param>
    /// <param name="isWhole">Whether an answer is worth keeping.</param>
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

    /// <summary>Counted from the asking, so that an answer is never older than it may be.</summary>
    private bool IsFresh(long at) => time.GetElapsedTime(at) < age;
}
