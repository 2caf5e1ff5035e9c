namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The key of a <see cref="LatencyRow"/>. Keys that the records lack are empty.</summary>
internal readonly record struct LatencyKey(
    RollupKind Kind,
    long Bucket,
    string Operation,
    string Model,
    string Platform
)
{
    /// <summary>The columns of the key, in the order of every statement.</summary>
    public static readonly SqlText[] AllColumns = [$"kind", $"bucket", $"operation", $"model", $"platform"];

    public static readonly SqlText Columns = SqlText.List(AllColumns);

    /// <summary>Gets <c>true</c> if no record of the row was deleted; otherwise, <c>false</c>.</summary>
    public bool IsCovered(RollupState state) => new RollupKey(Kind, Bucket).IsCovered(state);

    /// <summary>
    /// Compares keys in the order in which every writer locks rows, so that two of them never deadlock (L2).
    /// </summary>
    public static int Compare(LatencyKey x, LatencyKey y)
    {
        var order = x.Kind.CompareTo(y.Kind);
        order = order != 0 ? order : x.Bucket.CompareTo(y.Bucket);
        order = order != 0 ? order : string.CompareOrdinal(x.Operation, y.Operation);
        order = order != 0 ? order : string.CompareOrdinal(x.Model, y.Model);
        return order != 0 ? order : string.CompareOrdinal(x.Platform, y.Platform);
    }
}
