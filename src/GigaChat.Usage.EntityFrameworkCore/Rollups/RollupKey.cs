namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The key of a rollup row. Keys that its kind does not have, and keys that the records lack, are
/// empty.</summary>
internal readonly record struct RollupKey(
    RollupKind Kind,
    long Bucket,
    string Operation = "",
    string Model = "",
    string UserId = "",
    string AccessToken = "",
    string AccessTokenType = "",
    string Platform = "",
    UsageSource Source = default,
    UsageOutcome Outcome = default,
    bool IsBatch = false
)
{
    /// <summary>Gets <c>true</c> if no record of the row was deleted; otherwise, <c>false</c>.</summary>
    public bool IsCovered(RollupState state) =>
        Bucket
        >= (
            RollupFamily.Hours.Contains(Kind) ? state.FirstHour
            : RollupFamily.Weeks.Contains(Kind) ? state.FirstWeek
            : state.FirstDay
        );

    /// <summary>
    /// Compares keys in the order in which every writer locks rows, so that two of them never deadlock (L2).
    /// </summary>
    public static int Compare(RollupKey x, RollupKey y)
    {
        var order = x.Kind.CompareTo(y.Kind);
        order = order != 0 ? order : x.Bucket.CompareTo(y.Bucket);
        order = order != 0 ? order : string.CompareOrdinal(x.UserId, y.UserId);
        order = order != 0 ? order : string.CompareOrdinal(x.AccessToken, y.AccessToken);
        order = order != 0 ? order : string.CompareOrdinal(x.Operation, y.Operation);
        order = order != 0 ? order : string.CompareOrdinal(x.Model, y.Model);
        order = order != 0 ? order : string.CompareOrdinal(x.AccessTokenType, y.AccessTokenType);
        order = order != 0 ? order : string.CompareOrdinal(x.Platform, y.Platform);
        order = order != 0 ? order : x.Source.CompareTo(y.Source);
        order = order != 0 ? order : x.Outcome.CompareTo(y.Outcome);
        return order != 0 ? order : x.IsBatch.CompareTo(y.IsBatch);
    }
}
