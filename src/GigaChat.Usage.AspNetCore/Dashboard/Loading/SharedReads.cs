using System.Collections.Concurrent;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// The reads that the pages of some seconds share, and the time of their figures. A read is run once; a failed one is
/// run again by the next page. Safe for concurrent use.
/// </summary>
/// <param name="now">The time of the figures.</param>
internal sealed class SharedReads(DateTimeOffset now)
{
    private readonly ConcurrentDictionary<object, Lazy<Task>> _reads = [];

    public DateTimeOffset Now => now;

    /// <param name="key">The key of the read, of which each kind of read has its own type or name.</param>
    /// <param name="read">Runs the read. No page alone cancels it.</param>
    /// <param name="isWhole">Returns <c>true</c> if a result is complete and may be kept; otherwise,
    /// <c>false</c>.</param>
    public async Task<T> GetAsync<T>(object key, Func<Task<T>> read, Func<T, bool>? isWhole = null)
    {
        var shared = _reads.GetOrAdd(key, _ => new Lazy<Task>(read));
        try
        {
            var result = await ((Task<T>)shared.Value).ConfigureAwait(false);
            if (isWhole?.Invoke(result) is false)
                _reads.TryRemove(new(key, shared));
            return result;
        }
        catch (Exception)
        {
            _reads.TryRemove(new(key, shared));
            throw;
        }
    }
}
