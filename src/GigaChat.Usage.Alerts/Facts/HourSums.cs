using GigaChat.Usage.Pricing;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Alerts;

/// <summary>The sums of one hour, in total and by the keys that rules look at.</summary>
internal sealed class HourSums
{
    private static readonly Dictionary<string, Spend> None = [];

    private readonly Dictionary<UsageDimensions, Dictionary<string, Spend>> _keys = [];
    private readonly Dictionary<string, Dictionary<string, Spend>> _tags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _unpriced = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>The dimensions that the sums of an hour are read by.</summary>
    public const UsageDimensions Dimensions =
        PricedGroup.Dimensions
        | UsageDimensions.User
        | UsageDimensions.AccessToken
        | UsageDimensions.AccessTokenType
        | UsageDimensions.Operation
        | UsageDimensions.Outcome;

    public Spend Total { get; private set; }

    public long Requests { get; private set; }

    public long EstimatedTokens { get; private set; }

    public long Failed { get; private set; }

    public long Blocked { get; private set; }

    /// <summary>The billed tokens of models that had no price.</summary>
    public IReadOnlyDictionary<string, long> Unpriced => _unpriced;

    public IReadOnlyDictionary<string, string> Names => _names;

    public void Add(in PricedGroup group)
    {
        var usage = group.Usage;
        var spend = new Spend(group.Rubles, usage.TotalTokens, usage.Calls);
        Total = Total.Plus(spend);
        Requests += usage.Count;
        EstimatedTokens += usage.EstimatedTokens;
        Failed += usage.Outcome == UsageOutcome.Failed ? usage.Count : 0;
        Blocked += usage.Outcome == UsageOutcome.Blocked ? usage.Count : 0;
        if (group.UnpricedTokens > 0)
        {
            var model = usage.Model ?? "";
            _unpriced[model] = _unpriced.GetValueOrDefault(model) + group.UnpricedTokens;
        }

        Add(UsageDimensions.User, usage.UserId, spend);
        Add(UsageDimensions.AccessToken, usage.AccessToken, spend);
        Add(UsageDimensions.AccessTokenType, usage.AccessTokenType, spend);
        Add(UsageDimensions.Model, usage.Model, spend);
        Add(UsageDimensions.Operation, usage.Operation?.Value, spend);
        if (usage is { UserId: { } user, UserName: { } name })
            _names[user] = name;
    }

    /// <summary>Gets the sums by a dimension.</summary>
    public IReadOnlyDictionary<string, Spend> By(UsageDimensions dimension) => _keys.GetValueOrDefault(dimension, None);

    /// <summary>Gets the sums by the values of a tag.</summary>
    public IReadOnlyDictionary<string, Spend> ByTag(string tag) => _tags.GetValueOrDefault(tag, None);

    public void AddTag(string tag, string value, in Spend spend)
    {
        if (!_tags.TryGetValue(tag, out var values))
            _tags.Add(tag, values = new Dictionary<string, Spend>(StringComparer.Ordinal));
        values[value] = values.GetValueOrDefault(value).Plus(spend);
    }

    /// <summary>Gets the sums of this and other records of the hour.</summary>
    public HourSums Plus(HourSums other)
    {
        var sum = new HourSums();
        sum.Add(this);
        sum.Add(other);
        return sum;
    }

    private void Add(HourSums other)
    {
        Total = Total.Plus(other.Total);
        Requests += other.Requests;
        EstimatedTokens += other.EstimatedTokens;
        Failed += other.Failed;
        Blocked += other.Blocked;
        foreach (var (model, tokens) in other._unpriced)
            _unpriced[model] = _unpriced.GetValueOrDefault(model) + tokens;
        foreach (var (user, name) in other._names)
            _names[user] = name;
        foreach (var (dimension, keys) in other._keys)
        {
            foreach (var (key, spend) in keys)
                Add(dimension, key, spend);
        }

        foreach (var (tag, values) in other._tags)
        {
            foreach (var (value, spend) in values)
                AddTag(tag, value, spend);
        }
    }

    private void Add(UsageDimensions dimension, string? key, in Spend spend)
    {
        if (key is null)
            return;
        if (!_keys.TryGetValue(dimension, out var keys))
            _keys.Add(dimension, keys = new Dictionary<string, Spend>(StringComparer.Ordinal));
        keys[key] = keys.GetValueOrDefault(key).Plus(spend);
    }
}
