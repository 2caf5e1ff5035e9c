namespace GigaChat.Usage;

/// <summary>A total that two stores have different sums for.</summary>
/// <param name="Dimension">The dimension that it is grouped by.</param>
/// <param name="Source">The key and the sums of the source; null when it has none.</param>
/// <param name="Target">The key and the sums of the target; null when it has none.</param>
public sealed record UsageTransferDifference(UsageDimensions Dimension, UsageGroup? Source, UsageGroup? Target);
