namespace GigaChat.Usage;

/// <summary>The usage and cost of the records with one value of a tag.</summary>
public sealed class TagUsage : UsageTally
{
    internal TagUsage(UsageGroup sum, UsageCost cost)
        : base(sum)
    {
        Value = sum.TagValue;
        Cost = cost;
    }

    /// <summary>The value; null for records without the tag, and <see cref="UsageTags.Others"/> for the values beyond
    /// the daily limit of the store.</summary>
    public string? Value { get; }

    /// <summary>The cost of the records.</summary>
    public UsageCost Cost { get; }
}
