namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The state of the stored data at the time of a query.</summary>
/// <param name="Extent">The first and last moments; null when nothing is stored.</param>
/// <param name="State">The state of the rollups.</param>
internal sealed record UsageStored(UsageExtent? Extent, RollupState State)
{
    /// <summary>The days for which the rollups by the query's tag are not exact.</summary>
    public SortedSet<long> InexactTagDays { get; init; } = [];

    /// <summary>The records beyond the limits of a day that the query's filter selects; null for none.</summary>
    public TagOthers? Others { get; init; }

    /// <summary><c>true</c> if a query by tag joins the index of tags; otherwise, <c>false</c>.</summary>
    public bool HasTagIndex { get; init; }

    public static async Task<UsageStored> ReadAsync(UsageSession session)
    {
        var (extent, state) = await UsageExtent.ReadAsync(session).ConfigureAwait(false);
        return new UsageStored(extent, state);
    }

    /// <summary>Gets the rollups for a query; null when only the records are sufficient.</summary>
    public RollupFamily? FamilyFor(UsageFilter filter, UsageGrouping grouping) =>
        State.Zone is null ? null : RollupFamily.For(filter, grouping);
}
