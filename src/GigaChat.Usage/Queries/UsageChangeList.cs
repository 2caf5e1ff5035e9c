namespace GigaChat.Usage;

/// <summary>The groups of one dimension that made a change of cost.</summary>
public sealed class UsageChangeList
{
    internal UsageChangeList(UsageDimensions dimension, IReadOnlyList<UsageChange> changes)
    {
        Dimension = dimension;
        Changes = changes;
    }

    /// <summary>The dimension.</summary>
    public UsageDimensions Dimension { get; }

    /// <summary>
    /// The groups, the largest difference in rubles first, whatever its sign. Their differences add up exactly to the
    /// whole difference.
    /// </summary>
    public IReadOnlyList<UsageChange> Changes { get; }
}
