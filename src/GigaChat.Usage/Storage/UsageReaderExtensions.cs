using System.Runtime.CompilerServices;

namespace GigaChat.Usage;

/// <summary>Extension methods that read all records of a filter, page by page.</summary>
public static class UsageReaderExtensions
{
    /// <summary>
    /// The size of a page: large enough that its overhead is small, small enough that few records are in memory.
    /// </summary>
    private const int PageSize = 1_000;

    /// <summary>Enumerates the records of a filter, newest first. One page at a time is in memory, and records that are
    /// added meanwhile neither shift nor repeat others.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="filter">The records to enumerate; all when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException">The filter's period starts after it ends.</exception>
    public static IAsyncEnumerable<UsageRecord> EnumerateAsync(
        this IUsageReader reader,
        UsageFilter? filter = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(reader);
        filter ??= UsageFilter.All;
        filter.Validate();
        return ReadPagesAsync(reader, filter, cancellationToken);
    }

    private static async IAsyncEnumerable<UsageRecord> ReadPagesAsync(
        IUsageReader reader,
        UsageFilter filter,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        UsageCursor? after = null;
        do
        {
            var page = await reader
                .ListAsync(filter, new UsagePage { Size = PageSize, After = after }, cancellationToken)
                .ConfigureAwait(false);
            foreach (var record in page.Items)
                yield return record;
            after = page.Next;
        } while (after is not null);
    }
}
