using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Adds up the sections of a page from few reads: the days of a year, which all pages of some seconds share, days by
/// platform, by hour and of single users, which are kept from page to page, and a single pass over the records of a
/// filter that stores have no sums of. Not safe for concurrent use.
/// </summary>
/// <param name="usage">The queries.</param>
/// <param name="reads">The reads that pages share.</param>
/// <param name="kept">The days that are kept from page to page.</param>
/// <param name="share">Runs a read that no page alone cancels.</param>
internal sealed class SharedSums(
    GigaChatTokenUsage usage,
    SharedReads reads,
    KeptParts kept,
    Func<Func<CancellationToken, Task<IReadOnlyList<PricedGroup>>>, Task<IReadOnlyList<PricedGroup>>> share
)
{
    /// <summary>The dimensions of the days that all pages share, which stores have the fewest rows of.</summary>
    private const UsageDimensions OfDays = PricedGroup.Dimensions | UsageDimensions.Day | UsageDimensions.Operation;

    private const UsageDimensions OfRecords = GroupKey.Dimensions & ~UsageDimensions.Day;

    internal const UsageDimensions OfParts =
        PricedGroup.Dimensions | UsageDimensions.Day | UsageDimensions.Platform | UsageDimensions.AccessTokenType;

    private const UsageDimensions OfHours = UsageDimensions.Day | UsageDimensions.Hour;

    private const UsageDimensions OfPresent = OfDays | OfParts | UsageDimensions.Hour;

    /// <summary>The maximum number of days of which parts are kept; longer periods are added up by the store.</summary>
    private const int MostDays = 400;

    /// <summary>The maximum number of groups of the records of a filter.</summary>
    private const int MostGroups = 10_000;

    private readonly Dictionary<UsageFilter, DayTable?> _records = [];

    /// <summary>Gets the sums of a filter; null where the store has to add them up.</summary>
    public async Task<IReadOnlyList<PricedGroup>?> FindAsync(
        UsageFilter filter,
        UsageDimensions by,
        CancellationToken cancellationToken
    )
    {
        var own = filter with { From = null, To = null };
        if (ReportDays.DaysOf(filter.From, filter.To, usage.TimeZone) is not { } days)
            return null;
        if (own.Among is { Dimension: UsageDimensions.User } users && by == UsageDimensions.User)
            return await UsersAsync(own with { Among = null }, days, users.Keys, cancellationToken)
                .ConfigureAwait(false);
        if (own.Among is not null || (by & ~GroupKey.Dimensions) != 0)
            return null;
        var isOfRollups = Selection.IsOfRollups(own with { Tags = null });
        if (!isOfRollups)
        {
            var table = await RecordsAsync(own, cancellationToken).ConfigureAwait(false);
            return table?.Between(days.First, days.Last, by);
        }

        if ((by & ~OfDays) == 0)
        {
            // The whole time is one number for all pages, and may be longer than the days that they show.
            if (days.First is null && (by & UsageDimensions.Day) == 0)
                return await reads
                    .GetAsync((filter, by), () => share(token => usage.PriceAsync(filter, by, token)))
                    .ConfigureAwait(false);
            var table = await DaysAsync(own, days.First).ConfigureAwait(false);
            return table.Between(days.First, days.Last, by);
        }

        if (own.Tags is not null || (by & ~OfPresent) != 0)
            return null;
        if (days.First >= Today && await PresentAsync(own).ConfigureAwait(false) is { } present)
            return present.Between(days.First, days.Last, by);
        if ((by & ~OfParts) != 0)
            return null;
        var groups = await PartsAsync(
                own,
                days,
                kept.ByOrigin,
                [null],
                (_, first, last) => WithPresentAsync(own, first, last, OfParts, ReadAsync),
                cancellationToken
            )
            .ConfigureAwait(false);
        return groups?.By(by);

        async Task<IReadOnlyList<PricedGroup>?> ReadAsync(UsageFilter part) =>
            await usage.PriceAsync(part, OfParts, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets the sums of a filter by hour, without prices; null where the store has to add them up.</summary>
    public async Task<IReadOnlyList<UsageGroup>?> HoursAsync(UsageFilter filter, CancellationToken cancellationToken)
    {
        var own = filter with { From = null, To = null };
        if (
            own.Among is not null
            || !HasWholeHours
            || ReportDays.DaysOf(filter.From, filter.To, usage.TimeZone) is not { } days
        )
            return null;
        var groups = Selection.IsOfRollups(own)
            ? (
                await PartsAsync(
                        own,
                        days,
                        kept.ByHour,
                        [null],
                        (_, first, last) => WithPresentAsync(own, first, last, OfHours, ReadAsync),
                        cancellationToken
                    )
                    .ConfigureAwait(false)
            )?.By(UsageDimensions.Hour)
            : (await RecordsAsync(own, cancellationToken).ConfigureAwait(false))?.Between(
                days.First,
                days.Last,
                UsageDimensions.Hour
            );
        return groups?.Select(static group => group.Usage).ToList();

        async Task<IReadOnlyList<PricedGroup>?> ReadAsync(UsageFilter part) =>
            WithDays(await usage.AggregateAsync(part, UsageDimensions.Hour, cancellationToken).ConfigureAwait(false))
                ?.Select(static group => new PricedGroup(group, null))
                .ToList();
    }

    /// <summary>Gets the sums of users; null where the store has to add them up.</summary>
    private async Task<IReadOnlyList<PricedGroup>?> UsersAsync(
        UsageFilter own,
        (DateOnly? First, DateOnly? Last) period,
        IReadOnlyCollection<string> users,
        CancellationToken cancellationToken
    )
    {
        if (!Selection.IsOfRollups(own))
            return null;
        var groups = await PartsAsync(
                own,
                period,
                kept.ByUser,
                users,
                async (unknown, first, last) =>
                    await usage
                        .PriceAsync(
                            Days(own, first, last) with
                            {
                                Among = new UsageKeySet(UsageDimensions.User, unknown.OfType<string>()),
                            },
                            UsageDimensions.User | UsageDimensions.Day,
                            cancellationToken
                        )
                        .ConfigureAwait(false),
                cancellationToken
            )
            .ConfigureAwait(false);
        return groups?.By(UsageDimensions.User);
    }

    /// <summary>Gets the days from the start of a year, or all days.</summary>
    private Task<DayTable> DaysAsync(UsageFilter own, DateOnly? first)
    {
        var year = first?.Year;
        return reads.GetAsync((own, year), async () =>
        {
            var from = year is { } number ? StartOf(new DateOnly(number, 1, 1)) : (DateTimeOffset?)null;
            var past = own with { From = from };
            var present =
                own.Tags is null && !(year > Today.Year) ? await PresentAsync(own).ConfigureAwait(false) : null;
            if (present is not null)
                past = past with { To = StartOf(Today) };
            var groups = await share(token => usage.PriceAsync(past, OfDays, token)).ConfigureAwait(false);
            return new DayTable([.. groups, .. present?.Between(null, null, OfDays) ?? []], OfDays);
        });
    }

    /// <summary>Gets today, and what has a later time, by every dimension of the sections: one read, so that they agree
    /// while records arrive. Null where an hour is in two days.</summary>
    private Task<DayTable?> PresentAsync(UsageFilter own) => reads.GetAsync(("present", own), async () =>
        {
            if (!HasWholeHours)
                return null;
            var groups = await share(token => usage.PriceAsync(own with { From = StartOf(Today) }, OfPresent, token))
                .ConfigureAwait(false);
            return WithDays([.. groups.Select(static group => group.Usage)]) is { } days
                ? new DayTable([.. days.Zip(groups, static (usage, group) => group with { Usage = usage })], OfPresent)
                : null;
        });

    /// <summary>Reads a range of days from the store, and those of <see cref="PresentAsync"/> from there.</summary>
    private async Task<IReadOnlyList<PricedGroup>?> WithPresentAsync(
        UsageFilter own,
        DateOnly first,
        DateOnly last,
        UsageDimensions by,
        Func<UsageFilter, Task<IReadOnlyList<PricedGroup>?>> read
    )
    {
        var present = last < Today ? null : await PresentAsync(own).ConfigureAwait(false);
        var past = present is null ? last : Today.AddDays(-1);
        var groups = first > past ? [] : await read(Days(own, first, past)).ConfigureAwait(false);
        return groups is null || present is null ? groups : [.. groups, .. present.Between(first, last, by)];
    }

    /// <summary>Gets the kept parts of the days of a period; null for too many days.</summary>
    private async Task<DayGroups?> PartsAsync(
        UsageFilter own,
        (DateOnly? First, DateOnly? Last) period,
        KeptSums parts,
        IReadOnlyCollection<string?> users,
        Func<IReadOnlyCollection<string?>, DateOnly, DateOnly, Task<IReadOnlyList<PricedGroup>?>> read,
        CancellationToken cancellationToken
    )
    {
        var table = await DaysAsync(own, period.First).ConfigureAwait(false);
        var days = table.Days.Where(day => !(day.Key < period.First) && !(day.Key > period.Last)).ToList();
        if (days.Count > MostDays)
            return null;
        return await parts.GetAsync(own, users, days, usage.Prices, read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the records of a filter once, by every dimension of the sections; null for too many
    /// groups.</summary>
    private async Task<DayTable?> RecordsAsync(UsageFilter own, CancellationToken cancellationToken)
    {
        if (_records.TryGetValue(own, out var known))
            return known;
        _records[own] = null;

        // A search, or tags, may find any number of records, and the sums of one tag are kept by the store.
        if ((own.Search ?? own.WithoutTag) is not null || own.Tags is not null)
            return null;
        if (!HasWholeHours || usage.Prices.Changes.Any(static change => change.UtcTicks % TimeSpan.TicksPerHour != 0))
            return null;
        var groups = await usage
            .AggregateAsync(own, OfRecords, cancellationToken, MostGroups + 1)
            .ConfigureAwait(false);
        if (groups.Count > MostGroups || WithDays(groups) is not { } days)
            return null;
        var prices = usage.Prices;
        return _records[own] = new DayTable(
            [.. days.Select(group => new PricedGroup(group, prices.Find(group.Model, group.Hour!.Value)))],
            GroupKey.Dimensions
        );
    }

    /// <summary><c>true</c> if an hour of UTC is in one day at present; otherwise, <c>false</c>.</summary>
    private bool HasWholeHours => usage.TimeZone.GetUtcOffset(reads.Now).Ticks % TimeSpan.TicksPerHour == 0;

    /// <summary>Sets the days of groups by hour; null where an hour is in two days.</summary>
    private List<UsageGroup>? WithDays(IReadOnlyList<UsageGroup> groups)
    {
        var days = groups
            .Select(group => group with { Day = ReportDays.DayOf(group.Hour!.Value, usage.TimeZone) })
            .ToList();
        return days.TrueForAll(group =>
            group.Day == ReportDays.DayOf(group.Hour!.Value.AddHours(1).AddTicks(-1), usage.TimeZone)
        )
            ? days
            : null;
    }

    private DateOnly Today => ReportDays.DayOf(reads.Now, usage.TimeZone);

    private UsageFilter Days(UsageFilter own, DateOnly first, DateOnly last) =>
        own with
        {
            From = StartOf(first),
            To = StartOf(last.AddDays(1)),
        };

    private DateTimeOffset StartOf(DateOnly day) => ReportDays.StartOf(day, usage.TimeZone);
}
