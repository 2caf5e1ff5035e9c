using GigaChat.Usage.Pricing;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Alerts;

/// <summary>The sums of one hour, in total and by the keys that rules look at.</summary>
internal sealed class HourSums
{
    private readonly Dictionary<(UsageDimensions Dimension, string Key), Spend> _keys = [];
    private readonly Dictionary<(string Tag, string Value), Spend> _tags = [];
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

    public IEnumerable<KeyValuePair<(UsageDimensions Dimension, string Key), Spend>> Keys => _keys;

    public IEnumerable<KeyValuePair<(string Tag, string Value), Spend>> Tags => _tags;

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

    public void AddTag(string tag, string value, in Spend spend) =>
        _tags[(tag, value)] = _tags.GetValueOrDefault((tag, value)).Plus(spend);

    private void Add(UsageDimensions dimension, string? key, in Spend spend)
    {
        if (key is not null)
            _keys[(dimension, key)] = _keys.GetValueOrDefault((dimension, key)).Plus(spend);
    }
}
