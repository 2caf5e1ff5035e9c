using System.Runtime.CompilerServices;
using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage;

/// <summary>Answers how many tokens were used, by whom, on what, and what they cost. Safe for concurrent use.</summary>
/// <remarks>
/// Periods include both ends. A period of days is the last so many times 24 hours up to now, except where days of the
/// calendar are listed.
/// Breakdowns take a period, or a filter where that is not enough. Sums that do not fit a <see cref="long"/> end in an
/// <see cref="OverflowException"/>, never in a wrong number.
/// </remarks>
public sealed class GigaChatTokenUsage
{
    /// <summary>The overloads with a filter came later: a call that fits an older one too, such as with <c>null</c>,
    /// stays what it was.</summary>
    private const int Later = -1;

    private readonly IUsageReader _reader;
    private readonly TimeProvider _time;

    /// <summary>Makes the service.</summary>
    /// <param name="reader">The store to ask.</param>
    /// <param name="prices">The prices; <see cref="PriceBook.Sber"/> when null.</param>
    /// <param name="timeZone">The time zone of the report's days; Europe/Moscow when null.</param>
    /// <param name="timeProvider">Tells the time; the system's clock when null.</param>
    public GigaChatTokenUsage(
        IUsageReader reader,
        PriceBook? prices = null,
        TimeZoneInfo? timeZone = null,
        TimeProvider? timeProvider = null
    )
    {
        ArgumentNullException.ThrowIfNull(reader);
        _reader = reader;
        _time = timeProvider ?? TimeProvider.System;
        Prices = prices ?? PriceBook.Sber;
        TimeZone = timeZone ?? ReportTimeZone.Default;
    }

    /// <summary>The prices that costs are derived from.</summary>
    public PriceBook Prices { get; }

    /// <summary>The time zone of the report's days.</summary>
    public TimeZoneInfo TimeZone { get; }

    internal DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The billed tokens of a period; 0 when there are none. <see cref="GetTotalsAsync"/> also tells how many
    /// are estimates.</summary>
    /// <param name="startDate">The first moment, inclusive; from the beginning when null.</param>
    /// <param name="endDate">The last moment, inclusive; to the end when null.</param>
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
        var filter = Period(startDate, endDate) with { Operation = operationType };
        return (await GetTotalsAsync(filter, cancellationToken).ConfigureAwait(false)).Tokens;
    }

    /// <summary>What the records that a filter lets through add up to, with zeros when there are none.</summary>
    /// <param name="filter">Which records; all when null.</param>
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

    /// <summary>The last days by operation.</summary>
    /// <param name="days">How many times 24 hours up to now, 1 or more.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is less than 1, or reaches back before the
    /// calendar's first day.</exception>
    public Task<UsageStatistics> GetStatisticsAsync(int days = 7, CancellationToken cancellationToken = default) =>
        GetStatisticsAsync(UsageFilter.All, days, cancellationToken);

    /// <summary>The last days of the records that a filter lets through, by operation.</summary>
    /// <param name="filter">Which records, such as one user's; it has no period of its own.</param>
    /// <param name="days">How many times 24 hours up to now, 1 or more.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException"><paramref name="filter"/> has a period.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is less than 1, or reaches back before the
    /// calendar's first day.</exception>
    [OverloadResolutionPriority(Later)]
    public async Task<UsageStatistics> GetStatisticsAsync(
        UsageFilter filter,
        int days = 7,
        CancellationToken cancellationToken = default
    )
    {
        ThrowIfPeriod(filter);
        var period = LastDays(days, filter);
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
            StartDate = period.StartDate!.Value,
            EndDate = period.EndDate!.Value,
        };
    }

    /// <summary>The users with the most billed tokens, most first. Calls charged to no user are left out.</summary>
    /// <param name="count">How many users at most, 1 or more.</param>
    /// <param name="startDate">The first moment, inclusive; from the beginning when null.</param>
    /// <param name="endDate">The last moment, inclusive; to the end when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="startDate"/> lies after
    /// <paramref name="endDate"/>.</exception>
    public async Task<IReadOnlyList<UserUsage>> GetTopUsersAsync(
        int count = 10,
        DateTimeOffset? startDate = null,
        DateTimeOffset? endDate = null,
        CancellationToken cancellationToken = default
    ) => await GetTopUsersAsync(Period(startDate, endDate), count, cancellationToken).ConfigureAwait(false);

    /// <summary>The users with the most billed tokens among the records that a filter lets through, most first. Calls
    /// charged to no user are left out.</summary>
    /// <param name="filter">Which records, such as those of one platform.</param>
    /// <param name="count">How many users at most, 1 or more.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The filter's period starts after it ends.</exception>
    [OverloadResolutionPriority(Later)]
    public async Task<IReadOnlyList<UserUsage>> GetTopUsersAsync(
        UsageFilter filter,
        int count = 10,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var oneMore = count == int.MaxValue ? count : count + 1; // The group of calls without a user may stand among the first.
        var groups = await AggregateAsync(filter, UsageDimensions.User, cancellationToken, oneMore)
            .ConfigureAwait(false);
        return [.. groups.Where(group => group.UserId is not null).Take(count).Select(group => new UserUsage(group))];
    }

    /// <summary>A period by type of access token, most tokens first; calls without a type are a group of their
    /// own.</summary>
    /// <inheritdoc cref="GetByModelAsync(DateTimeOffset?, DateTimeOffset?, CancellationToken)" path="/param|/exception"/>
    public async Task<IReadOnlyList<AccessTokenTypeUsage>> GetByAccessTokenTypeAsync(
        DateTimeOffset? startDate = null,
        DateTimeOffset? endDate = null,
        CancellationToken cancellationToken = default
    ) => await GetByAccessTokenTypeAsync(Period(startDate, endDate), cancellationToken).ConfigureAwait(false);

    /// <summary>The records that a filter lets through by type of access token, most tokens first; calls without a type
    /// are a group of their own.</summary>
    /// <inheritdoc cref="GetByModelAsync(UsageFilter, CancellationToken)" path="/param|/exception"/>
    [OverloadResolutionPriority(Later)]
    public async Task<IReadOnlyList<AccessTokenTypeUsage>> GetByAccessTokenTypeAsync(
        UsageFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        var groups = await AggregateAsync(filter, UsageDimensions.AccessTokenType, cancellationToken)
            .ConfigureAwait(false);
        return [.. groups.Select(group => new AccessTokenTypeUsage(group))];
    }

    /// <summary>A period by model, most tokens first; calls whose model is unknown are a group of their own.</summary>
    /// <param name="startDate">The first moment, inclusive; from the beginning when null.</param>
    /// <param name="endDate">The last moment, inclusive; to the end when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException"><paramref name="startDate"/> lies after
    /// <paramref name="endDate"/>.</exception>
    public async Task<IReadOnlyList<ModelUsage>> GetByModelAsync(
        DateTimeOffset? startDate = null,
        DateTimeOffset? endDate = null,
        CancellationToken cancellationToken = default
    ) => await GetByModelAsync(Period(startDate, endDate), cancellationToken).ConfigureAwait(false);

    /// <summary>The records that a filter lets through by model, most tokens first; calls whose model is unknown are a
    /// group of their own.</summary>
    /// <param name="filter">Which records, such as one user's.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException">The filter's period starts after it ends.</exception>
    [OverloadResolutionPriority(Later)]
    public async Task<IReadOnlyList<ModelUsage>> GetByModelAsync(
        UsageFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        var groups = await AggregateAsync(filter, UsageDimensions.Model, cancellationToken).ConfigureAwait(false);
        return [.. groups.Select(group => new ModelUsage(group))];
    }

    /// <summary>The last days of the calendar in the report's time zone, today being the last; every day is listed,
    /// with zeros where nothing was used.</summary>
    /// <param name="days">How many days, 1 or more.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is less than 1, or reaches back before the
    /// calendar's first day.</exception>
    public Task<IReadOnlyList<DailyUsage>> GetDailyAsync(
        int days = 30,
        CancellationToken cancellationToken = default
    ) => GetDailyAsync(UsageFilter.All, days, cancellationToken);

    /// <summary>The last days of the calendar as <see cref="GetDailyAsync(int, CancellationToken)"/> lists them, of the
    /// records that a filter lets through.</summary>
    /// <param name="filter">Which records, such as one user's; it has no period of its own.</param>
    /// <param name="days">How many days, 1 or more.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException"><paramref name="filter"/> has a period.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is less than 1, or reaches back before the
    /// calendar's first day.</exception>
    [OverloadResolutionPriority(Later)]
    public async Task<IReadOnlyList<DailyUsage>> GetDailyAsync(
        UsageFilter filter,
        int days = 30,
        CancellationToken cancellationToken = default
    )
    {
        ThrowIfPeriod(filter);
        var now = _time.GetUtcNow();
        var today = ReportDays.DayOf(now, TimeZone);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, today.DayNumber);
        return await ByDayAsync(
                filter with
                {
                    StartDate = ReportDays.StartOf(today.AddDays(1 - days), TimeZone),
                    EndDate = now,
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>
    /// A period by days of the report's time zone: every day that the period touches, with zeros where nothing was
    /// used. What lies outside the
    /// period does not count, so the days always add up to the period.
    /// </summary>
    /// <param name="startDate">The first moment, inclusive.</param>
    /// <param name="endDate">The last moment, inclusive.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException"><paramref name="startDate"/> lies after
    /// <paramref name="endDate"/>.</exception>
    public async Task<IReadOnlyList<DailyUsage>> GetDailyAsync(
        DateTimeOffset startDate,
        DateTimeOffset endDate,
        CancellationToken cancellationToken = default
    ) => await ByDayAsync(Period(startDate, endDate), cancellationToken).ConfigureAwait(false);

    /// <summary>The reference's forecast: the mean of the last days, times the days to come, at the prices of the days
    /// to come.</summary>
    /// <param name="basedOnDays">How many times 24 hours up to now to take the mean of, 1 or more.</param>
    /// <param name="forecastDays">How many days from now to forecast, 1 or more.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of days is less than 1, or reaches beyond the
    /// calendar.</exception>
    public async Task<UsageForecast> GetForecastAsync(
        int basedOnDays = 7,
        int forecastDays = 30,
        CancellationToken cancellationToken = default
    )
    {
        var basis = LastDays(basedOnDays, UsageFilter.All);
        var now = basis.EndDate!.Value;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(forecastDays);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(forecastDays, (DateTimeOffset.MaxValue - now).Days);

        var groups = await AggregateAsync(basis, PricedGroup.Dimensions, cancellationToken).ConfigureAwait(false);
        return UsageForecast.Of(groups, Prices, now, basedOnDays, forecastDays);
    }

    /// <summary>The outlook for the days to come, from now on: weekdays and trend of the history, with bands, beside
    /// the plain mean of <see cref="GetForecastAsync"/>.</summary>
    /// <param name="days">How many times 24 hours from now, 1 to 366.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is less than 1 or more than
    /// 366.</exception>
    public Task<UsageOutlook> GetOutlookAsync(int days = 30, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, 366);
        var now = Now;
        return new OutlookQuery(this, now).AskAsync(now, now.AddDays(days), cancellationToken);
    }

    /// <summary>The outlook for the month of the report's time zone that it is now: what it has used, and what it will
    /// have used at its end.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public Task<UsageOutlook> GetMonthOutlookAsync(CancellationToken cancellationToken = default) =>
        new OutlookQuery(this, Now).AskMonthAsync(cancellationToken);

    /// <summary>What the records that a filter lets through cost, each at the price of its own time.</summary>
    /// <param name="filter">Which records; all when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException">The filter's period starts after it ends.</exception>
    public async Task<UsageCost> GetCostAsync(UsageFilter? filter = null, CancellationToken cancellationToken = default)
    {
        return UsageCost.Of(
            await PriceAsync(filter, UsageDimensions.None, cancellationToken).ConfigureAwait(false),
            Prices
        );
    }

    /// <summary>What the records that a filter lets through cost, by groups. The groups add up to
    /// <see cref="GetCostAsync"/>, in rubles, tokens and missing prices.</summary>
    /// <param name="by">What to group by.</param>
    /// <param name="filter">Which records; all when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The groups that have at least one record, in the order of <see cref="IUsageReader.AggregateAsync"/>:
    /// most tokens first.</returns>
    /// <exception cref="ArgumentException">The filter's period starts after it ends.</exception>
    public async Task<IReadOnlyList<UsageCostGroup>> GetCostByAsync(
        UsageDimensions by,
        UsageFilter? filter = null,
        CancellationToken cancellationToken = default
    ) => UsageCostGroup.Of(await PriceAsync(filter, by, cancellationToken).ConfigureAwait(false), by, Prices);

    /// <summary>The groups of each time over which no price changes, with their prices.</summary>
    internal async Task<IReadOnlyList<PricedGroup>> PriceAsync(
        UsageFilter? filter,
        UsageDimensions by,
        CancellationToken cancellationToken
    )
    {
        filter ??= UsageFilter.All;
        filter.Validate();
        var priced = new List<PricedGroup>();
        foreach (var period in PricePeriod.Split(Prices, filter.StartDate, filter.EndDate))
        {
            var part = filter with { StartDate = period.Start, EndDate = period.Next?.AddTicks(-1) ?? filter.EndDate };
            var groups = await AggregateAsync(part, PricedGroup.Dimensions | by, cancellationToken)
                .ConfigureAwait(false);
            priced.AddRange(groups.Select(group => new PricedGroup(group, Prices.Find(group.Model, period.Moment))));
        }

        return priced;
    }

    /// <summary>Every day that a filter's period touches; it has both ends.</summary>
    private async Task<IReadOnlyList<DailyUsage>> ByDayAsync(UsageFilter filter, CancellationToken cancellationToken)
    {
        var groups = await AggregateAsync(filter, UsageDimensions.Day, cancellationToken).ConfigureAwait(false);
        var sums = groups.ToDictionary(group => group.Day!.Value);

        // A clock put back over midnight can repeat a day that the period's end has already left: the days found count
        // too.
        DateOnly[] touched =
        [
            ReportDays.DayOf(filter.StartDate!.Value, TimeZone),
            ReportDays.DayOf(filter.EndDate!.Value, TimeZone),
            .. sums.Keys,
        ];
        var (first, last) = (touched.Min().DayNumber, touched.Max().DayNumber);
        return
        [
            .. Enumerable
                .Range(first, last - first + 1)
                .Select(DateOnly.FromDayNumber)
                .Select(day => new DailyUsage(day, sums.GetValueOrDefault(day) ?? new UsageGroup())),
        ];
    }

    private static void ThrowIfPeriod(UsageFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.StartDate is not null || filter.EndDate is not null)
            throw new ArgumentException(
                $"The number of days sets the period; leave {nameof(UsageFilter.StartDate)} and {nameof(UsageFilter.EndDate)} of the filter out.",
                nameof(filter)
            );
    }

    private static UsageFilter Period(DateTimeOffset? startDate, DateTimeOffset? endDate)
    {
        if (startDate > endDate)
            throw new ArgumentException(
                $"The period starts ({startDate:O}) after it ends ({endDate:O}).",
                nameof(startDate)
            );
        return new UsageFilter { StartDate = startDate, EndDate = endDate };
    }

    private UsageFilter LastDays(
        int days,
        UsageFilter filter,
        [CallerArgumentExpression(nameof(days))] string? name = null
    )
    {
        var now = _time.GetUtcNow();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, (now - DateTimeOffset.MinValue).Days, name);
        return filter with { StartDate = now.AddDays(-days), EndDate = now };
    }

    internal Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageDimensions by,
        CancellationToken cancellationToken,
        int? top = null
    )
    {
        filter.Validate();
        return _reader.AggregateAsync(
            filter,
            new UsageGrouping(by) { TimeZone = TimeZone, Top = top },
            cancellationToken
        );
    }
}
