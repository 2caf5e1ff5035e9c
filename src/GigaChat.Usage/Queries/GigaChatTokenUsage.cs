// Over 300 lines: the public queries, more than half of it documentation; what they compute is in files of its own.
using System.Runtime.CompilerServices;
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
public sealed class GigaChatTokenUsage
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

    /// <summary>Estimates the tokens of calls that have not been made. Services set it to that of the application,
    /// which learns from reported usage.</summary>
    public ITokenEstimator Estimator { get; init; } = new ScriptAwareTokenEstimator();

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

    /// <summary>
    /// Gets the usage of the last days of the calendar in the report time zone, up to today; days without usage are
    /// listed with zeros.
    /// </summary>
    /// <param name="days">The number of days, 1 or more.</param>
    /// <param name="filter">The records to count, such as those of one user; all when null. It has no period of its
    /// own.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException"><paramref name="filter"/> has a period.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is less than 1, or reaches back before the
    /// calendar's first day.</exception>
    public async Task<IReadOnlyList<DailyUsage>> GetDailyAsync(
        int days = 30,
        UsageFilter? filter = null,
        CancellationToken cancellationToken = default
    )
    {
        ThrowIfPeriod(filter);
        var now = Now;
        var today = ReportDays.DayOf(now, TimeZone);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, today.DayNumber);
        var period = (filter ?? UsageFilter.All) with
        {
            From = ReportDays.StartOf(today.AddDays(1 - days), TimeZone),
            To = now.AddTicks(1),
        };
        return await GetByDayAsync(period, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Gets the usage of every day of the report time zone that a filter's period touches, with zeros for days without
    /// usage. The days add up to the period.
    /// </summary>
    /// <param name="filter">The records to count; both ends of its period are set.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException">The filter's period is open, or starts after it ends.</exception>
    public async Task<IReadOnlyList<DailyUsage>> GetByDayAsync(
        UsageFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.From is not { } from || filter.To is not { } to)
            throw new ArgumentException(
                $"Set both {nameof(UsageFilter.From)} and {nameof(UsageFilter.To)}: every day between them is listed.",
                nameof(filter)
            );
        var groups = await AggregateAsync(filter, UsageDimensions.Day, cancellationToken).ConfigureAwait(false);
        if (from == to)
            return [];
        var sums = groups.ToDictionary(group => group.Day!.Value);

        // A clock set back over midnight can repeat a day that the period's end has already left: the days found count
        // too.
        DateOnly[] touched =
        [
            ReportDays.DayOf(from, TimeZone),
            ReportDays.DayOf(to.AddTicks(-1), TimeZone),
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

    /// <summary>
    /// Gets the forecast of the Django application: the mean of the last days, times the days to come, at the prices of
    /// the days to come.
    /// </summary>
    /// <param name="basedOnDays">The number of periods of 24 hours up to now that the mean is computed from, 1 or
    /// more.</param>
    /// <param name="forecastDays">The number of days from now to forecast, 1 or more.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of days is less than 1, or reaches beyond the
    /// calendar.</exception>
    public async Task<UsageForecast> GetForecastAsync(
        int basedOnDays = 7,
        int forecastDays = 30,
        CancellationToken cancellationToken = default
    )
    {
        var now = Now;
        var basis = LastDays(basedOnDays, now);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(forecastDays);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(forecastDays, (DateTimeOffset.MaxValue - now).Days);

        var groups = await AggregateAsync(basis, PricedGroup.Dimensions, cancellationToken).ConfigureAwait(false);
        return UsageForecast.Of(groups, Prices, now, basedOnDays, forecastDays);
    }

    /// <summary>
    /// Gets the seasonal forecast for the days to come, from now on: weekdays and trend of the history, with intervals,
    /// beside the plain mean of <see cref="GetForecastAsync"/>.
    /// </summary>
    /// <param name="days">The number of periods of 24 hours from now, 1 to 366.</param>
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

    /// <summary>
    /// Gets the seasonal forecast for the current month in the report time zone: its usage so far, and the expected
    /// usage at its end.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public Task<UsageOutlook> GetMonthOutlookAsync(CancellationToken cancellationToken = default) =>
        new OutlookQuery(this, Now).AskMonthAsync(cancellationToken);

    /// <summary>Gets the cost of the records of a filter, each at the price of its own time.</summary>
    /// <param name="filter">The records; all when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException">The filter's period starts after it ends.</exception>
    public async Task<UsageCost> GetCostAsync(UsageFilter? filter = null, CancellationToken cancellationToken = default)
    {
        return UsageCost.Of(
            await PriceAsync(filter, UsageDimensions.None, cancellationToken).ConfigureAwait(false),
            Prices
        );
    }

    /// <summary>
    /// Gets the cost of the records of a filter by groups. The groups add up to <see cref="GetCostAsync"/>, in rubles,
    /// tokens and missing prices.
    /// </summary>
    /// <param name="by">The dimensions of the groups.</param>
    /// <param name="filter">The records; all when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The groups that have at least one record, in the order of <see cref="IUsageReader.AggregateAsync"/>:
    /// most tokens first.</returns>
    /// <exception cref="ArgumentException">The filter's period starts after it ends.</exception>
    public async Task<IReadOnlyList<UsageCostGroup>> GetCostByAsync(
        UsageDimensions by,
        UsageFilter? filter = null,
        CancellationToken cancellationToken = default
    ) => await GetCostByAsync(by, tagKey: null, filter, cancellationToken).ConfigureAwait(false);

    internal async Task<IReadOnlyList<UsageCostGroup>> GetCostByAsync(
        UsageDimensions by,
        string? tagKey,
        UsageFilter? filter,
        CancellationToken cancellationToken
    ) => UsageCostGroup.Of(await PriceAsync(filter, by, cancellationToken, tagKey).ConfigureAwait(false), by, Prices);

    /// <summary>
    /// Gets the usage and cost by the values of a tag, most tokens first. The values add up to
    /// <see cref="GetCostAsync"/>.
    /// </summary>
    /// <param name="key">The key of the tag, such as <c>tenant</c>.</param>
    /// <param name="filter">The records to count, such as those of a period; all when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is empty, or the filter's period starts after it
    /// ends.</exception>
    public async Task<IReadOnlyList<TagUsage>> GetByTagAsync(
        string key,
        UsageFilter? filter = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var groups = await GetCostByAsync(UsageDimensions.None, key, filter, cancellationToken).ConfigureAwait(false);
        return [.. groups.Select(group => new TagUsage(group.Usage, group.Cost))];
    }

    /// <summary>Gets the keys of the tags that records of a period have.</summary>
    /// <param name="from">The first moment; null for no limit.</param>
    /// <param name="to">The first moment after the period; null for no limit.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The keys in ordinal order. Of a reader that is no <see cref="IUsageTagReader"/> those of its newest
    /// <see cref="UsagePage.MaxSize"/> records.</returns>
    /// <exception cref="ArgumentException"><paramref name="from"/> is after <paramref name="to"/>.</exception>
    public async Task<IReadOnlyList<UsageTagKey>> GetTagKeysAsync(
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default
    )
    {
        var filter = new UsageFilter { From = from, To = to };
        filter.Validate();
        if (_reader is IUsageTagReader tags)
            return await tags.GetTagKeysAsync(from, to, cancellationToken).ConfigureAwait(false);
        var newest = await _reader
            .ListAsync(filter, new UsagePage { Size = UsagePage.MaxSize }, cancellationToken)
            .ConfigureAwait(false);
        return UsageAggregation.TagKeys(newest.Items);
    }

    /// <summary>
    /// Gets outcomes, percentiles of durations and of times to the first token, and the share of cached tokens, by
    /// groups.
    /// </summary>
    /// <param name="by">The dimensions of the groups, such as model and day.</param>
    /// <param name="filter">The records; all when null. With <see cref="UsageFilter.Outcome"/> percentiles are those of
    /// completed responses only, for example.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The groups that have at least one record, in the order of <see cref="IUsageReader.AggregateAsync"/>;
    /// without dimensions one group.</returns>
    /// <exception cref="ArgumentException">The filter's period starts after it ends.</exception>
    public async Task<IReadOnlyList<UsageQuality>> GetQualityAsync(
        UsageDimensions by = UsageDimensions.None,
        UsageFilter? filter = null,
        CancellationToken cancellationToken = default
    )
    {
        filter ??= UsageFilter.All;
        filter.Validate();
        var grouping = new UsageGrouping(by | UsageDimensions.Outcome) { TimeZone = TimeZone, WithLatency = true };
        return UsageQuality.Of(
            await _reader.AggregateAsync(filter, grouping, cancellationToken).ConfigureAwait(false),
            by
        );
    }

    /// <summary>Gets the exact number of different users; calls without a user count none.</summary>
    /// <param name="filter">The records; all when null.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException">The filter's period starts after it ends.</exception>
    public async Task<long> CountUsersAsync(UsageFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= UsageFilter.All;
        filter.Validate();
        var grouping = UsageGrouping.None with { WithUsers = true };
        var groups = await _reader.AggregateAsync(filter, grouping, cancellationToken).ConfigureAwait(false);
        if (groups is [{ Users: { } users }])
            return users;

        // A store of the application may not count users.
        var each = await AggregateAsync(filter, UsageDimensions.User, cancellationToken).ConfigureAwait(false);
        return each.LongCount(static group => group.UserId is not null);
    }

    /// <summary>Compares the cost of two periods, and gets the users, models, operations and topics that made the
    /// difference. Within each dimension the groups add up exactly to the whole difference.</summary>
    /// <param name="period">The records of the period, such as those of today.</param>
    /// <param name="comparedWith">The records to compare with, such as those of the same hours a week ago.</param>
    /// <param name="by">The dimensions, each of which explains the whole difference: operation, model, user, access
    /// token, its type, platform, source, outcome, topic and generation. Stores keep no sums of rubles by user, topic and
    /// some others, and read the records of both periods for them.</param>
    /// <param name="tagKeys">The keys of tags, such as <c>tenant</c>, with values that explain the whole difference too; null
    /// for none.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException">A filter's period starts after it ends, or the key of a tag is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> has another dimension.</exception>
    public Task<UsageChanges> GetChangesAsync(
        UsageFilter period,
        UsageFilter comparedWith,
        UsageDimensions by = UsageDimensions.User | UsageDimensions.Model | UsageDimensions.Operation,
        IReadOnlyCollection<string>? tagKeys = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(comparedWith);
        period.Validate();
        comparedWith.Validate();
        if ((by & ~ChangeQuery.Known) != 0)
            throw new ArgumentOutOfRangeException(nameof(by), by, $"A change can be explained by {ChangeQuery.Known}.");
        var keys = (tagKeys ?? []).Distinct(StringComparer.Ordinal).ToList();
        if (keys.Exists(string.IsNullOrWhiteSpace))
            throw new ArgumentException("The key of a tag must not be empty.", nameof(tagKeys));
        return new ChangeQuery(this, period, comparedWith).ReadAsync(by, [.. keys], cancellationToken);
    }

    /// <summary>Estimates the tokens and the cost of a chat that has not been sent, at the price of now.</summary>
    /// <param name="messages">The texts of the messages, in any role.</param>
    /// <param name="model">The model.</param>
    /// <param name="maxCompletionTokens">The <c>max_tokens</c> of the call; null without a limit.</param>
    /// <param name="client">
    /// A client of the application with the base address of the API. It sends the texts to
    /// <c>tokens/count</c>, which spends no tokens, and the provider counts them. When null, nothing is sent and
    /// <see cref="Estimator"/> estimates.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="HttpRequestException">The provider did not count the texts.</exception>
    public async Task<TokenEstimate> EstimateAsync(
        IEnumerable<string> messages,
        string model,
        long? maxCompletionTokens = null,
        HttpClient? client = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        string[] texts = [.. messages];
        if (client is null || texts.Length == 0)
            return EstimateOf(
                Estimator.Estimate(TextCounter.Of(texts).ToMeasure(texts.Length), TokenKind.Prompt, model),
                model,
                maxCompletionTokens,
                isCounted: false
            );
        var counts = await ProviderTokenCount.OfAsync(client, model, texts, cancellationToken).ConfigureAwait(false);
        var prompt = counts.Sum() + ScriptAwareTokenEstimator.TemplateOf(texts.Length);
        return Estimate(prompt, model, maxCompletionTokens);
    }

    /// <summary>Prices a prompt of a known number of tokens, such as a tokenizer's count, at the current price.</summary>
    /// <param name="promptTokens">The number of prompt tokens, 0 or more.</param>
    /// <param name="model">The model.</param>
    /// <param name="maxCompletionTokens">The <c>max_tokens</c> of the call, 0 or more; null without a limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of tokens is negative.</exception>
    public TokenEstimate Estimate(long promptTokens, string model, long? maxCompletionTokens = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        return EstimateOf(promptTokens, model, maxCompletionTokens, isCounted: true);
    }

    internal TokenEstimate EstimateOf(long promptTokens, string? model, long? maxCompletionTokens, bool isCounted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(promptTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(maxCompletionTokens ?? 0, nameof(maxCompletionTokens));
        return TokenEstimate.Of(model, promptTokens, maxCompletionTokens, Prices.Find(model, Now), isCounted);
    }

    /// <summary>Gets the groups of each period in which no price changes, with their prices.</summary>
    internal async Task<IReadOnlyList<PricedGroup>> PriceAsync(
        UsageFilter? filter,
        UsageDimensions by,
        CancellationToken cancellationToken,
        string? tagKey = null
    )
    {
        filter ??= UsageFilter.All;
        filter.Validate();
        var priced = new List<PricedGroup>();
        foreach (var period in PricePeriod.Split(Prices, filter.From, filter.To))
        {
            var part = filter with { From = period.From, To = period.To };
            var groups = await AggregateAsync(part, PricedGroup.Dimensions | by, cancellationToken, tagKey: tagKey)
                .ConfigureAwait(false);
            priced.AddRange(groups.Select(group => new PricedGroup(group, Prices.Find(group.Model, period.Moment))));
        }

        return priced;
    }

    private static void ThrowIfPeriod(UsageFilter? filter)
    {
        if (filter?.From is not null || filter?.To is not null)
            throw new ArgumentException(
                $"The number of days sets the period; leave {nameof(UsageFilter.From)} and {nameof(UsageFilter.To)} of the filter unset.",
                nameof(filter)
            );
    }

    private static UsageFilter LastDays(
        int days,
        DateTimeOffset now,
        UsageFilter? filter = null,
        [CallerArgumentExpression(nameof(days))] string? name = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, (now - DateTimeOffset.MinValue).Days, name);
        return (filter ?? UsageFilter.All) with { From = now.AddDays(-days), To = now.AddTicks(1) };
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
