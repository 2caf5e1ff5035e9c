namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Rollups with the same keys: by day and, where there are any, by hour and by week.</summary>
/// <param name="Keys">The dimensions they can be filtered and grouped by.</param>
/// <param name="Day">The kind by day.</param>
/// <param name="Hour">The kind by hour; null when there is none.</param>
/// <param name="Week">The kind by week; null when there is none.</param>
/// <param name="IsByTag"><c>true</c> if the rollups are those by tag, in a table of their own; otherwise,
/// <c>false</c>.</param>
internal sealed record RollupFamily(
    UsageDimensions Keys,
    RollupKind Day,
    RollupKind? Hour = null,
    RollupKind? Week = null,
    bool IsByTag = false
)
{
    /// <summary>The dimensions that prices and the share of estimates depend on.</summary>
    private const UsageDimensions SummaryKeys =
        UsageDimensions.Operation | UsageDimensions.Model | UsageDimensions.Batch | UsageDimensions.Source;

    /// <summary><c>true</c> if the rows can be filtered and grouped by operation; otherwise, <c>false</c>.</summary>
    public bool HasOperation => Keys.HasFlag(UsageDimensions.Operation);

    /// <summary>Every family, the one with the fewest rows first.</summary>
    public static IReadOnlyList<RollupFamily> All { get; } =
    [
        new(SummaryKeys, RollupKind.DaySummary, RollupKind.HourSummary),
        new(
            SummaryKeys | UsageDimensions.Platform | UsageDimensions.AccessTokenType | UsageDimensions.Outcome,
            RollupKind.DayDetail,
            RollupKind.HourDetail
        ),
        new(UsageDimensions.AccessToken | UsageDimensions.AccessTokenType, RollupKind.DayToken),
        new(UsageDimensions.User, RollupKind.DayUser, Week: RollupKind.WeekUser),
    ];

    /// <summary>
    /// The histograms, in a table of their own. Source, outcome and batch are within the rows; the others are columns.
    /// </summary>
    private static RollupFamily Latency { get; } =
        new(
            SummaryKeys | UsageDimensions.Platform | UsageDimensions.Outcome,
            RollupKind.DayDetail,
            RollupKind.HourDetail
        );

    /// <summary>
    /// The rollups by tag, whatever the operation. The kinds are those of all records, which are read beside them for
    /// the records without the tag.
    /// </summary>
    private static RollupFamily ByTag { get; } =
        new(
            SummaryKeys & ~UsageDimensions.Operation,
            RollupKind.DaySummary,
            RollupKind.HourSummary,
            RollupKind.DaySummary,
            IsByTag: true
        );

    /// <summary>The rollups by tag and operation, of which there are no hours.</summary>
    private static RollupFamily ByTagAndOperation { get; } = ByTag with { Keys = SummaryKeys, Hour = null };

    /// <summary>The kinds with buckets that are hours of UTC.</summary>
    public static IReadOnlyList<RollupKind> Hours { get; } = [RollupKind.HourSummary, RollupKind.HourDetail];

    /// <summary>The kinds with buckets that are days in the report time zone.</summary>
    public static IReadOnlyList<RollupKind> Days { get; } =
    [RollupKind.DaySummary, RollupKind.DayDetail, RollupKind.DayUser, RollupKind.DayToken];

    /// <summary>The kinds with buckets that are weeks in the report time zone.</summary>
    public static IReadOnlyList<RollupKind> Weeks { get; } = [RollupKind.WeekUser];

    /// <summary>Gets the kind to read at a level of time.</summary>
    public RollupKind At(UsageLevel level) =>
        level switch
        {
            UsageLevel.Week => Week!.Value,
            UsageLevel.Day => Day,
            _ => Hour!.Value,
        };

    /// <summary>Gets the smallest family that is sufficient for a query; null when only the records are.</summary>
    public static RollupFamily? For(UsageFilter filter, UsageGrouping grouping)
    {
        if (
            (filter.Search ?? filter.SessionId ?? filter.RequestId ?? filter.WithoutTag) is not null
            || filter.Id is not null
        )
            return null;
        if (grouping.TagKey is not null || filter.Tags is not null)
            return HasOneTag(filter, grouping) ? Smallest([ByTag, ByTagAndOperation], filter, grouping) : null;
        return Smallest(All, filter, grouping);
    }

    /// <summary>Gets the histograms, if they are sufficient for a query; null when only the records are.</summary>
    public static RollupFamily? ForLatency(UsageFilter filter, UsageGrouping grouping) =>
        For(filter, grouping) is { } family
        && All.Contains(family)
        && ((grouping.By | KeysOf(filter)) & ~TimeKeys.All & ~Latency.Keys) == 0
            ? Latency
            : null;

    private static RollupFamily? Smallest(
        IEnumerable<RollupFamily> families,
        UsageFilter filter,
        UsageGrouping grouping
    )
    {
        var wanted = (grouping.By | KeysOf(filter)) & ~TimeKeys.All;
        var needsHours = grouping.Has(UsageDimensions.Hour | UsageDimensions.LocalHour);
        return families.FirstOrDefault(family =>
            (wanted & ~family.Keys) == 0 && (family.Hour is not null || !needsHours)
        );
    }

    /// <summary>Gets <c>true</c> if a query by tag is about one key; otherwise, <c>false</c>.</summary>
    private static bool HasOneTag(UsageFilter filter, UsageGrouping grouping) =>
        filter.Among is null
        && (
            filter.Tags is not { } tags
            || (tags.Count == 1 && (grouping.TagKey is null || tags.ContainsKey(grouping.TagKey)))
        );

    /// <summary>Gets the dimensions of a filter's conditions.</summary>
    public static UsageDimensions KeysOf(UsageFilter filter) =>
        filter.Without
        | (filter.Operation is null ? 0 : UsageDimensions.Operation)
        | (filter.Model is null ? 0 : UsageDimensions.Model)
        | (filter.UserId is null ? 0 : UsageDimensions.User)
        | (filter.AccessToken is null ? 0 : UsageDimensions.AccessToken)
        | (filter.AccessTokenType is null ? 0 : UsageDimensions.AccessTokenType)
        | (filter.Platform is null ? 0 : UsageDimensions.Platform)
        | (filter.GenerationId is null ? 0 : UsageDimensions.Generation)
        | (filter.Topic is null ? 0 : UsageDimensions.Topic)
        | (filter.Source is null ? 0 : UsageDimensions.Source)
        | (filter.Outcome is null ? 0 : UsageDimensions.Outcome);
}
