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
    /// <summary>The kinds of the row's level of time.</summary>
    public TagRollupKinds Kinds => TagRollupKinds.Of(Kind);

    public UsageLevel Level => Kinds.Level;

    /// <summary>
    /// <c>true</c> for the sums of values that can be computed from their values; otherwise, <c>false</c>.
    /// </summary>
    public bool IsSummary => Kinds.Value is not null && Kind == Kinds.Summary;

    /// <summary><c>true</c> for the sums of a key, whatever the value; otherwise, <c>false</c>.</summary>
    public bool IsKey => Kind == Kinds.Key;

    /// <summary><c>true</c> for the sums of what is beyond a limit; otherwise, <c>false</c>.</summary>
    public bool IsOthers => Kind == Kinds.Others;

    public bool IsValue => Kind == Kinds.Value;

    /// <summary>Gets the key of the summary that a value adds to.</summary>
    public TagRollupKey ToSummary() => this with { Kind = Kinds.Summary, Operation = "" };

    /// <summary>Gets <c>true</c> if no record of the row was deleted; otherwise, <c>false</c>.</summary>
    public bool IsCovered(RollupState state) => Bucket >= state.First(Level);

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
