namespace GigaChat.Usage;

/// <summary>The groups of one dimension that made a change of cost.</summary>
public sealed class UsageChangeList
{
    internal UsageChangeList(UsageDimensions dimension, IReadOnlyList<UsageChange> changes, string? tagKey = null)
    {
        Dimension = dimension;
        Changes = changes;
        TagKey = tagKey;
    }

    /// <summary>The dimension; <see cref="UsageDimensions.None"/> for the values of a tag.</summary>
    public UsageDimensions Dimension { get; }

    /// <summary>The key of the tag of which the groups are the values (<see cref="UsageGroup.TagValue"/>); null for a
    /// dimension.</summary>
    public string? TagKey { get; }

    /// <summary>
    /// The groups, the largest difference in rubles first, whatever its sign. Their differences add up exactly to the
    /// whole difference.
    /// </summary>
    public IReadOnlyList<UsageChange> Changes { get; }
}
