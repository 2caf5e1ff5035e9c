namespace GigaChat.Usage;

/// <summary>The queries of <see cref="GigaChatTokenUsage"/> for a program without services.</summary>
public static class UsageQueryExtensions
{
    /// <inheritdoc cref="GigaChatTokenUsage.GetTotalTokensAsync"/>
    /// <param name="reader">The store to query.</param>
    /// <param name="startDate">The first moment, inclusive; from the beginning when null.</param>
    /// <param name="endDate">The last moment, inclusive; to the end when null.</param>
    /// <param name="operationType">Only this operation; all when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static Task<long> GetTotalTokensAsync(
        this IUsageReader reader,
        DateTimeOffset? startDate = null,
        DateTimeOffset? endDate = null,
        UsageOperation? operationType = null,
        CancellationToken cancellationToken = default
    ) => new GigaChatTokenUsage(reader).GetTotalTokensAsync(startDate, endDate, operationType, cancellationToken);

    /// <inheritdoc cref="GigaChatTokenUsage.GetStatisticsAsync"/>
    /// <param name="reader">The store to query.</param>
    /// <param name="days">The number of days of 24 hours up to now, 1 or more.</param>
    /// <param name="filter">The records to count; all when null. It has no period of its own.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static Task<UsageStatistics> GetStatisticsAsync(
        this IUsageReader reader,
        int days = 7,
        UsageFilter? filter = null,
        TimeProvider? timeProvider = null,
        CancellationToken cancellationToken = default
    ) => new GigaChatTokenUsage(reader, timeProvider: timeProvider).GetStatisticsAsync(days, filter, cancellationToken);

    /// <inheritdoc cref="GigaChatTokenUsage.GetTopUsersAsync"/>
    /// <param name="reader">The store to query.</param>
    /// <param name="count">The largest number of users, 1 or more.</param>
    /// <param name="filter">The records to count; all when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static Task<IReadOnlyList<UserUsage>> GetTopUsersAsync(
        this IUsageReader reader,
        int count = 10,
        UsageFilter? filter = null,
        CancellationToken cancellationToken = default
    ) => new GigaChatTokenUsage(reader).GetTopUsersAsync(count, filter, cancellationToken);

    /// <inheritdoc cref="GigaChatTokenUsage.GetForecastAsync"/>
    /// <param name="reader">The store to query.</param>
    /// <param name="basedOnDays">The number of days of 24 hours up to now to take the mean of, 1 or more.</param>
    /// <param name="forecastDays">The number of days from now to forecast, 1 or more.</param>
    /// <param name="prices">The prices; <see cref="PriceBook.Sber"/> when null.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static Task<UsageForecast> GetForecastAsync(
        this IUsageReader reader,
        int basedOnDays = 7,
        int forecastDays = 30,
        PriceBook? prices = null,
        TimeProvider? timeProvider = null,
        CancellationToken cancellationToken = default
    ) =>
        new GigaChatTokenUsage(reader, prices, timeProvider: timeProvider).GetForecastAsync(
            basedOnDays,
            forecastDays,
            cancellationToken
        );

    /// <inheritdoc cref="GigaChatTokenUsage.GetCostAsync"/>
    /// <param name="reader">The store to query.</param>
    /// <param name="filter">The records to price; all when null.</param>
    /// <param name="prices">The prices; <see cref="PriceBook.Sber"/> when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static Task<UsageCost> GetCostAsync(
        this IUsageReader reader,
        UsageFilter? filter = null,
        PriceBook? prices = null,
        CancellationToken cancellationToken = default
    ) => new GigaChatTokenUsage(reader, prices).GetCostAsync(filter, cancellationToken);

    /// <inheritdoc cref="GigaChatTokenUsage.GetQualityAsync"/>
    /// <param name="reader">The store to query.</param>
    /// <param name="by">The dimensions to group by; none for one group.</param>
    /// <param name="filter">The records to count; all when null.</param>
    /// <param name="timeZone">The zone of days and hours; that of <see cref="GigaChatTokenUsage"/> when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static Task<IReadOnlyList<UsageQuality>> GetQualityAsync(
        this IUsageReader reader,
        UsageDimensions by = UsageDimensions.None,
        UsageFilter? filter = null,
        TimeZoneInfo? timeZone = null,
        CancellationToken cancellationToken = default
    ) => new GigaChatTokenUsage(reader, timeZone: timeZone).GetQualityAsync(by, filter, cancellationToken);

    /// <inheritdoc cref="GigaChatTokenUsage.CountUsersAsync"/>
    /// <param name="reader">The store to query.</param>
    /// <param name="filter">The records to count; all when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static Task<long> CountUsersAsync(
        this IUsageReader reader,
        UsageFilter? filter = null,
        CancellationToken cancellationToken = default
    ) => new GigaChatTokenUsage(reader).CountUsersAsync(filter, cancellationToken);
}
