using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Alerts;

/// <summary>The usage before today, which is read once a day: what is usual.</summary>
internal sealed class UsageBaseline
{
    private const int HistoryDays = 120;
    private const int ProfileDays = 35;
    private const int TopDays = 28;

    private readonly Dictionary<string, double[]> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<(UsageDimensions Dimension, string Key), double[]> _keys = [];
    private readonly Dictionary<(string Tag, string Value), double[]> _tags = [];

    private UsageBaseline(DateOnly today) => Today = today;

    public DateOnly Today { get; }

    /// <summary>The rubles of each past day, oldest first.</summary>
    public double[] Rubles { get; } = new double[HistoryDays];

    /// <summary>The tokens of each past day, oldest first.</summary>
    public double[] Tokens { get; } = new double[HistoryDays];

    /// <summary>The rubles of each past day by model.</summary>
    public IReadOnlyDictionary<string, double[]> Models => _models;

    /// <summary>The tokens of each past day by the users and access tokens that used most.</summary>
    public IReadOnlyDictionary<(UsageDimensions Dimension, string Key), double[]> Keys => _keys;

    /// <summary>The rubles of each past day by the values of tags that cost most.</summary>
    public IReadOnlyDictionary<(string Tag, string Value), double[]> Tags => _tags;

    public required HourProfile Profile { get; init; }

    /// <summary>The price of a token in each hour with enough calls, in rubles.</summary>
    public required IReadOnlyList<decimal> TokenPrices { get; init; }

    /// <summary>The number of days with usage.</summary>
    public int KnownDays =>
        Rubles.Length - Array.FindIndex(Tokens, static tokens => tokens > 0) is var known && known <= Rubles.Length
            ? known
            : 0;

    public static async Task<UsageBaseline> ReadAsync(
        GigaChatTokenUsage usage,
        DateOnly today,
        int topKeys,
        long callsOfPrice,
        IReadOnlyCollection<string> tagKeys,
        CancellationToken cancellationToken
    )
    {
        var zone = usage.TimeZone;
        var start = ReportDays.StartOf(today, zone);
        var profileFrom = today.AddDays(-ProfileDays);
        var hours = await HoursAsync(usage, profileFrom, start, cancellationToken).ConfigureAwait(false);
        var baseline = new UsageBaseline(today)
        {
            Profile = new HourProfile(hours, FirstKnown(hours, profileFrom, zone), today, zone),
            TokenPrices =
            [
                .. hours
                    .Values.Where(hour => hour.Calls >= callsOfPrice && hour.Tokens > 0)
                    .Select(static hour => hour.Rubles / hour.Tokens),
            ],
        };
        var from = ReportDays.StartOf(today.AddDays(-HistoryDays), zone);
        foreach (
            var group in await usage
                .GetCostByAsync(
                    UsageDimensions.Day | UsageDimensions.Model,
                    new UsageFilter { From = from, To = start },
                    cancellationToken
                )
                .ConfigureAwait(false)
        )
            baseline.Add(group);
        foreach (var dimension in (UsageDimensions[])[UsageDimensions.User, UsageDimensions.AccessToken])
            await baseline.AddKeysAsync(usage, dimension, start, topKeys, cancellationToken).ConfigureAwait(false);
        foreach (var key in tagKeys)
            await baseline.AddTagAsync(usage, key, from, start, topKeys, cancellationToken).ConfigureAwait(false);
        return baseline;
    }

    private static async Task<Dictionary<DateTimeOffset, Spend>> HoursAsync(
        GigaChatTokenUsage usage,
        DateOnly from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        var hours = new Dictionary<DateTimeOffset, Spend>();
        var filter = new UsageFilter { From = ReportDays.StartOf(from, usage.TimeZone), To = to };
        foreach (
            var group in await usage
                .AggregateAsync(filter, UsageDimensions.Hour | PricedGroup.Dimensions, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            var hour = group.Hour!.Value;
            var rubles = new PricedGroup(group, usage.Prices.Find(group.Model, hour)).Rubles;
            hours[hour] = hours.GetValueOrDefault(hour).Plus(new Spend(rubles, group.TotalTokens, group.Calls));
        }

        return hours;
    }

    /// <summary>Gets the first whole day with usage: hours before the first call are no usual hours.</summary>
    private static DateOnly FirstKnown(Dictionary<DateTimeOffset, Spend> hours, DateOnly from, TimeZoneInfo zone) =>
        hours.Count == 0 ? from
        : ReportDays.DayOf(hours.Keys.Min(), zone) is var first && first > from ? first.AddDays(1)
        : from;

    private void Add(UsageCostGroup group)
    {
        if (IndexOf(group.Usage.Day) is not { } index)
            return;
        Rubles[index] += (double)group.Cost.Rubles;
        Tokens[index] += group.Usage.TotalTokens;
        if (group.Usage.Model is not { } model)
            return;
        if (!_models.TryGetValue(model, out var days))
            _models.Add(model, days = new double[HistoryDays]);
        days[index] += (double)group.Cost.Rubles;
    }

    private async Task AddKeysAsync(
        GigaChatTokenUsage usage,
        UsageDimensions dimension,
        DateTimeOffset start,
        int topKeys,
        CancellationToken cancellationToken
    )
    {
        var recent = new UsageFilter { From = ReportDays.StartOf(Today.AddDays(-TopDays), usage.TimeZone), To = start };
        var top = await usage.AggregateAsync(recent, dimension, cancellationToken, topKeys + 1).ConfigureAwait(false);
        var keys = top.Select(group => KeyOf(dimension, group))
            .OfType<string>()
            .Take(topKeys)
            .ToHashSet(StringComparer.Ordinal);
        if (keys.Count == 0)
            return;
        foreach (var key in keys)
            _keys[(dimension, key)] = new double[HistoryDays];

        // By key, which stores look up, and not by all keys of all days.
        var filter = recent with
        {
            From = ReportDays.StartOf(Today.AddDays(-HistoryDays), usage.TimeZone),
            Among = new UsageKeySet(dimension, keys),
        };
        foreach (
            var group in await usage
                .AggregateAsync(filter, dimension | UsageDimensions.Day, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (
                KeyOf(dimension, group) is { } key
                && _keys.TryGetValue((dimension, key), out var days)
                && IndexOf(group.Day) is { } index
            )
                days[index] += group.TotalTokens;
        }
    }

    /// <summary>Adds the days of the values of a tag that cost most. They come from the sums of days by tag.</summary>
    private async Task AddTagAsync(
        GigaChatTokenUsage usage,
        string tagKey,
        DateTimeOffset from,
        DateTimeOffset start,
        int topValues,
        CancellationToken cancellationToken
    )
    {
        var filter = new UsageFilter { From = from, To = start };
        var groups = await usage
            .GetCostByAsync(UsageDimensions.Day, tagKey, filter, cancellationToken)
            .ConfigureAwait(false);
        foreach (
            var value in groups
                .Where(static group => group.Usage.TagValue is not (null or UsageTags.Others))
                .GroupBy(static group => group.Usage.TagValue!, StringComparer.Ordinal)
                .OrderByDescending(static value => value.Sum(static group => group.Cost.Rubles))
                .Take(topValues)
        )
        {
            var days = _tags[(tagKey, value.Key)] = new double[HistoryDays];
            foreach (var group in value)
            {
                if (IndexOf(group.Usage.Day) is { } index)
                    days[index] += (double)group.Cost.Rubles;
            }
        }
    }

    private int? IndexOf(DateOnly? day) =>
        day is { } known && known.DayNumber - Today.DayNumber + HistoryDays is >= 0 and < HistoryDays and var index
            ? index
            : null;

    private static string? KeyOf(UsageDimensions dimension, UsageGroup group) =>
        dimension == UsageDimensions.User ? group.UserId : group.AccessToken;
}
