namespace GigaChat.Usage.AspNetCore;

/// <summary>An answer that may be some seconds old: those who ask meanwhile share it, and share the asking too.</summary>
/// <typeparam name="T">The answer.</typeparam>
internal sealed class Kept<T>(TimeProvider time, TimeSpan age)
    where T : class
{
    private readonly SingleFlight<string, T> _asking = new();
    private volatile Tuple<DateTimeOffset, T>? _last;

    public async Task<T> GetAsync(Func<Task<T>> ask)
    {
        if (_last is { } last && time.GetUtcNow() - last.Item1 < age)
            return last.Item2;
        return await _asking.RunAsync("", async () =>
        {
            var answer = await ask().ConfigureAwait(false);
            _last = Tuple.Create(time.GetUtcNow(), answer);
            return answer;
        }).ConfigureAwait(false);
    }
}
