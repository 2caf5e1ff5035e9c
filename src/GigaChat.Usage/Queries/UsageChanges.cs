namespace GigaChat.Usage;

/// <summary>The difference of the cost of two periods, and the groups that made it.</summary>
public sealed class UsageChanges
{
    internal UsageChanges() { }

    /// <summary>The records of the period.</summary>
    public required UsageFilter Period { get; init; }

    /// <summary>The records that it is compared with.</summary>
    public required UsageFilter ComparedWith { get; init; }

    /// <summary>The cost of the period.</summary>
    public required UsageCost Cost { get; init; }

    /// <summary>The cost of the period that it is compared with.</summary>
    public required UsageCost CostBefore { get; init; }

    /// <summary>
    /// The difference in rubles; negative where less was spent. It is a lower or upper bound where a price is missing,
    /// see <see cref="IsComplete"/>.
    /// </summary>
    public decimal Difference => Cost.Rubles - CostBefore.Rubles;

    /// <summary>The difference in billed tokens.</summary>
    public long TokenDifference => Cost.Tokens - CostBefore.Tokens;

    /// <summary><c>true</c> if every token of both periods has a price; otherwise, <c>false</c>.</summary>
    public bool IsComplete => Cost.IsComplete && CostBefore.IsComplete;

    /// <summary>The change by each requested dimension, in the order of <see cref="UsageDimensions"/>.</summary>
    public required IReadOnlyList<UsageChangeList> Dimensions { get; init; }

    /// <summary>The change by the values of each requested tag, in the order of the request.</summary>
    public IReadOnlyList<UsageChangeList> Tags { get; internal init; } = [];

    /// <summary>Gets the groups of a dimension, the largest difference first.</summary>
    /// <param name="dimension">One of the requested dimensions.</param>
    /// <exception cref="ArgumentException">The dimension was not requested.</exception>
    public IReadOnlyList<UsageChange> By(UsageDimensions dimension) =>
        Dimensions.FirstOrDefault(list => list.Dimension == dimension)?.Changes
        ?? throw new ArgumentException($"The change by {dimension} was not requested.", nameof(dimension));

    /// <summary>Gets the values of a tag, the largest difference first.</summary>
    /// <param name="tagKey">One of the requested keys.</param>
    /// <exception cref="ArgumentException">The key was not requested.</exception>
    public IReadOnlyList<UsageChange> ByTag(string tagKey) =>
        Tags.FirstOrDefault(list => list.TagKey == tagKey)?.Changes
        ?? throw new ArgumentException($"The change by the tag {tagKey} was not requested.", nameof(tagKey));
}
