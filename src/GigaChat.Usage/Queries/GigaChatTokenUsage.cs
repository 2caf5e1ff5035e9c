using GigaChat.Usage.Estimation;
using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage;

/// <summary>Gets the number of used tokens, by user, model, operation and day, and their cost. Safe for concurrent
/// use.</summary>
/// <remarks>
/// A period of days is the last <c>days</c> times 24 hours, this moment included, except where days of the calendar are
/// listed. A sum that does not fit a <see cref="long"/> throws an <see cref="OverflowException"/>.
/// </remarks>
public sealed partial class GigaChatTokenUsage
{
    private readonly IUsageReader _reader;
    private readonly TimeProvider _time;
    private readonly CurrentPrices _prices;

    /// <summary>Initializes a new instance of the <see cref="GigaChatTokenUsage"/> class.</summary>
    /// <param name="reader">The store to query.</param>
    /// <param name="prices">The prices; null for <see cref="PriceBook.Sber"/>.</param>
    /// <param name="timeZone">The report time zone; null for Europe/Moscow.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    public GigaChatTokenUsage(
        IUsageReader reader,
        PriceBook? prices = null,
        TimeZoneInfo? timeZone = null,
        TimeProvider? timeProvider = null
    )
        : this(new CurrentPrices(prices ?? PriceBook.Sber), reader, timeZone, timeProvider) { }

    internal GigaChatTokenUsage(
        CurrentPrices prices,
        IUsageReader reader,
        TimeZoneInfo? timeZone,
        TimeProvider? timeProvider
    )
    {
        ArgumentNullException.ThrowIfNull(reader);
        _reader = reader;
        _time = timeProvider ?? TimeProvider.System;
        _prices = prices;
        TimeZone = timeZone ?? ReportTimeZone.Default;
    }

    /// <summary>
    /// The prices that costs are computed from. Prices from a configuration that is reloaded change with it.
    /// </summary>
    public PriceBook Prices => _prices.Book;

    /// <summary>The report time zone.</summary>
    public TimeZoneInfo TimeZone { get; }

    internal DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Gets the total number of billed tokens in a period; 0 when it has no records.
    /// <see cref="GetTotalsAsync"/> also counts the estimates.</summary>
    /// <param name="startDate">The first moment, inclusive; from the beginning when null.</param>
    /// <param name="endDate">The last moment, inclusive as in the Django application, unlike
    /// <see cref="UsageFilter.To"/>; to the end when null.</param>
    /// <param name="operationType">Only this operation; all when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="startDate"/> is after <paramref name="endDate"/>. The Django application returns 0 for such a
    /// period, which hides that dates were swapped.
    /// </exception>
    public async Task<long> GetTotalTokensAsync(
        DateTimeOffset? startDate = null,
        DateTimeOffset? endDate = null,
        UsageOperation? operationType = null,
        CancellationToken cancellationToken = default
    )
    {
        if (startDate > endDate)
            throw new ArgumentException(
                $"The start of the period ({startDate:O}) must not be after its end ({endDate:O}).",
                nameof(startDate)
            );
        var filter = new UsageFilter
        {
            From = startDate,
            To = endDate is { } end && end < DateTimeOffset.MaxValue ? end.AddTicks(1) : null,
            Operation = operationType,
        };
        return (await GetTotalsAsync(filter, cancellationToken).ConfigureAwait(false)).Tokens;
    }

    /// <summary>Gets the sums over the records of a filter, with zeros when there are none.</summary>
    /// <param name="filter">The records to sum; all when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException">The filter's period starts after it ends.</exception>
    public async Task<UsageTotals> GetTotalsAsync(
        UsageFilter? filter = null,
        CancellationToken cancellationToken = default
    )
    {
        var groups = await AggregateAsync(filter ?? UsageFilter.All, UsageDimensions.None, cancellationToken)
            .ConfigureAwait(false);
        return new UsageTotals(groups.Count == 0 ? new UsageGroup() : groups[0]);
    }

    /// <summary>Gets the usage of the last days by operation.</summary>
    /// <param name="days">The number of days of 24 hours up to now, 1 or more.</param>
    /// <param name="filter">The records to count, such as those of one user; all when null. It has no period of its
    /// own.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException"><paramref name="filter"/> has a period.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is less than 1, or reaches back before the
    /// calendar's first day.</exception>
    public async Task<UsageStatistics> GetStatisticsAsync(
        int days = 7,
        UsageFilter? filter = null,
        CancellationToken cancellationToken = default
    )
    {
        ThrowIfPeriod(filter);
        var now = Now;
        var period = LastDays(days, now, filter);
        var groups = await AggregateAsync(period, UsageDimensions.Operation, cancellationToken).ConfigureAwait(false);
        var totalTokens = groups.Sum(group => group.TotalTokens);

        var byOperation = new OrderedDictionary<UsageOperation, OperationUsage>();
        foreach (var operation in UsageOperation.Known)
            byOperation[operation] = new OperationUsage(operation, new UsageGroup(), totalTokens);
        foreach (var group in groups)
            byOperation[group.Operation ?? default] = new OperationUsage(
                group.Operation ?? default,
                group,
                totalTokens
            );

        return new UsageStatistics
        {
            TotalTokens = totalTokens,
            TotalRequests = groups.Sum(group => group.Count),
            TotalCalls = groups.Sum(group => group.Calls),
            EstimatedTokens = groups.Sum(group => group.EstimatedTokens),
            ByOperation = byOperation,
            PeriodDays = days,
            StartDate = period.From!.Value,
            EndDate = now,
        };
    }

    /// <summary>Gets the users with the most billed tokens, most first. Calls without a user are excluded.</summary>
    /// <param name="count">The largest number of users, 1 or more.</param>
    /// <param name="filter">The records to count, such as those of one platform; all when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The filter's period starts after it ends.</exception>
    public async Task<IReadOnlyList<UserUsage>> GetTopUsersAsync(
        int count = 10,
        UsageFilter? filter = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var oneMore = count == int.MaxValue ? count : count + 1; // The group of calls without a user may stand among the first.
        var groups = await AggregateAsync(filter ?? UsageFilter.All, UsageDimensions.User, cancellationToken, oneMore)
            .ConfigureAwait(false);
        return [.. groups.Where(group => group.UserId is not null).Take(count).Select(group => new UserUsage(group))];
    }

    /// <summary>Gets the usage by type of access token, most tokens first; calls without a type are one
    /// group.</summary>
    /// <param name="filter">The records to count, such as those of a period; all when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException">The filter's period starts after it ends.</exception>
    public async Task<IReadOnlyList<AccessTokenTypeUsage>> GetByAccessTokenTypeAsync(
        UsageFilter? filter = null,
        CancellationToken cancellationToken = default
    )
    {
        var groups = await AggregateAsync(filter ?? UsageFilter.All, UsageDimensions.AccessTokenType, cancellationToken)
            .ConfigureAwait(false);
        return [.. groups.Select(group => new AccessTokenTypeUsage(group))];
    }

    /// <summary>Gets the usage by model, most tokens first; calls without a known model are one group.</summary>
    /// <param name="filter">The records to count, such as those of a period; all when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException">The filter's period starts after it ends.</exception>
    public async Task<IReadOnlyList<ModelUsage>> GetByModelAsync(
        UsageFilter? filter = null,
        CancellationToken cancellationToken = default
    )
    {
        var groups = await AggregateAsync(filter ?? UsageFilter.All, UsageDimensions.Model, cancellationToken)
            .ConfigureAwait(false);
        return [.. groups.Select(group => new ModelUsage(group))];
    }

    internal Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageDimensions by,
        CancellationToken cancellationToken,
        int? top = null,
        string? tagKey = null
    )
    {
        filter.Validate();
        return _reader.AggregateAsync(
            filter,
            new UsageGrouping(by)
            {
                TimeZone = TimeZone,
                Top = top,
                TagKey = tagKey,
            },
            cancellationToken
        );
    }
}
