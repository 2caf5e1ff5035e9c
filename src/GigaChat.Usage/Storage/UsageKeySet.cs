namespace GigaChat.Usage.Storage;

/// <summary>Several keys of one dimension; a record with any of them matches.</summary>
internal sealed class UsageKeySet(UsageDimensions dimension, IEnumerable<string> keys)
{
    private readonly HashSet<string> _keys = new(keys, StringComparer.Ordinal);

    /// <summary>User, access token, type of access token, platform or model.</summary>
    public UsageDimensions Dimension { get; } = dimension;

    public IReadOnlyCollection<string> Keys => _keys;

    public bool Contains(UsageRecord record) => KeyOf(record) is { } key && _keys.Contains(key);

    private string? KeyOf(UsageRecord record) =>
        Dimension switch
        {
            UsageDimensions.User => record.UserId,
            UsageDimensions.AccessToken => record.AccessToken,
            UsageDimensions.AccessTokenType => record.AccessTokenType,
            UsageDimensions.Model => record.Model,
            _ => record.Platform,
        };
}
