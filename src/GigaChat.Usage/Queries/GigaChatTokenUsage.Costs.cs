using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage;

/// <content>Costs, tags, quality and changes: what is computed from groups and their prices.</content>
public sealed partial class GigaChatTokenUsage
{
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
}
