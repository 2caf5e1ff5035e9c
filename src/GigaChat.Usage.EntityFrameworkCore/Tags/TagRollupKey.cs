namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The key of a rollup row by tag.</summary>
internal readonly record struct TagRollupKey(
    TagRollupKind Kind,
    long Bucket,
    string TagKey,
    string TagValue,
    string Operation,
    string Model,
    UsageSource Source,
    bool IsBatch
)
{
    public bool IsWeek =>
        Kind
            is TagRollupKind.WeekTagValue
                or TagRollupKind.WeekTagOthers
                or TagRollupKind.WeekTagKey
                or TagRollupKind.WeekTagSummary;

    public bool IsSummary => Kind is TagRollupKind.DayTagSummary or TagRollupKind.WeekTagSummary;

    public bool IsValue => Kind is TagRollupKind.DayTagValue or TagRollupKind.WeekTagValue;

    /// <summary>Gets the key of the summary that a value adds to.</summary>
    public TagRollupKey ToSummary() =>
        this with
        {
            Kind = IsWeek ? TagRollupKind.WeekTagSummary : TagRollupKind.DayTagSummary,
            Operation = "",
        };

    /// <summary>Gets <c>true</c> if no record of the row was deleted; otherwise, <c>false</c>.</summary>
    public bool IsCovered(RollupState state) => Bucket >= (IsWeek ? state.FirstWeek : state.FirstDay);

    /// <summary>
    /// Compares keys in the order in which every writer locks rows, so that two of them never deadlock (L2).
    /// </summary>
    public static int Compare(TagRollupKey x, TagRollupKey y)
    {
        var order = x.Kind.CompareTo(y.Kind);
        order = order != 0 ? order : x.Bucket.CompareTo(y.Bucket);
        order = order != 0 ? order : string.CompareOrdinal(x.TagKey, y.TagKey);
        order = order != 0 ? order : string.CompareOrdinal(x.TagValue, y.TagValue);
        order = order != 0 ? order : string.CompareOrdinal(x.Operation, y.Operation);
        order = order != 0 ? order : string.CompareOrdinal(x.Model, y.Model);
        order = order != 0 ? order : x.Source.CompareTo(y.Source);
        return order != 0 ? order : x.IsBatch.CompareTo(y.IsBatch);
    }
}
