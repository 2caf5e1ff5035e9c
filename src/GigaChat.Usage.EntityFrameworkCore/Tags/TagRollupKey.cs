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
    public UsageLevel Level =>
        Kind switch
        {
            TagRollupKind.WeekTagValue
            or TagRollupKind.WeekTagOthers
            or TagRollupKind.WeekTagKey
            or TagRollupKind.WeekTagSummary => UsageLevel.Week,
            TagRollupKind.HourTagSummary or TagRollupKind.HourTagOthers or TagRollupKind.HourTagKey => UsageLevel.Hour,
            _ => UsageLevel.Day,
        };

    /// <summary>
    /// <c>true</c> for the sums of values in days and weeks, which can be computed from their values; otherwise,
    /// <c>false</c>.
    /// </summary>
    public bool IsSummary => Kind is TagRollupKind.DayTagSummary or TagRollupKind.WeekTagSummary;

    /// <summary><c>true</c> for the sums of a key, whatever the value; otherwise, <c>false</c>.</summary>
    public bool IsKey => Kind is TagRollupKind.DayTagKey or TagRollupKind.WeekTagKey or TagRollupKind.HourTagKey;

    /// <summary><c>true</c> for the sums of what is beyond a limit; otherwise, <c>false</c>.</summary>
    public bool IsOthers =>
        Kind is TagRollupKind.DayTagOthers or TagRollupKind.WeekTagOthers or TagRollupKind.HourTagOthers;

    public bool IsValue => Kind is TagRollupKind.DayTagValue or TagRollupKind.WeekTagValue;

    /// <summary>Gets the key of the summary that a value adds to.</summary>
    public TagRollupKey ToSummary() =>
        this with
        {
            Kind = Level == UsageLevel.Week ? TagRollupKind.WeekTagSummary : TagRollupKind.DayTagSummary,
            Operation = "",
        };

    /// <summary>Gets <c>true</c> if no record of the row was deleted; otherwise, <c>false</c>.</summary>
    public bool IsCovered(RollupState state) =>
        Bucket
        >= Level switch
        {
            UsageLevel.Week => state.FirstWeek,
            UsageLevel.Day => state.FirstDay,
            _ => state.FirstHour,
        };

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
