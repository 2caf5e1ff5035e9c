using System.Collections.Immutable;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The kinds of rollups by tag at a level of time.</summary>
/// <param name="Level">The level.</param>
/// <param name="Value">The kind by key and value; null where only its summaries are kept.</param>
/// <param name="Summary">The kind by key and value, whatever the operation.</param>
/// <param name="Others">The kind of what is beyond the limits of a day.</param>
/// <param name="Key">The kind by key, whatever the value.</param>
internal sealed record TagRollupKinds(
    UsageLevel Level,
    TagRollupKind? Value,
    TagRollupKind Summary,
    TagRollupKind Others,
    TagRollupKind Key
)
{
    private static readonly TagRollupKinds Weeks = new(
        UsageLevel.Week,
        TagRollupKind.WeekTagValue,
        TagRollupKind.WeekTagSummary,
        TagRollupKind.WeekTagOthers,
        TagRollupKind.WeekTagKey
    );

    private static readonly TagRollupKinds Days = new(
        UsageLevel.Day,
        TagRollupKind.DayTagValue,
        TagRollupKind.DayTagSummary,
        TagRollupKind.DayTagOthers,
        TagRollupKind.DayTagKey
    );

    private static readonly TagRollupKinds Hours = new(
        UsageLevel.Hour,
        null,
        TagRollupKind.HourTagSummary,
        TagRollupKind.HourTagOthers,
        TagRollupKind.HourTagKey
    );

    /// <summary>Every level.</summary>
    public static ImmutableArray<TagRollupKinds> All { get; } = [Hours, Days, Weeks];

    private static readonly TagRollupKinds[] ByKind =
    [
        .. Enum.GetValues<TagRollupKind>().Select(static kind => All.Single(kinds => kinds.Kinds.Contains(kind))),
    ];

    /// <summary>The kinds of the level.</summary>
    public IEnumerable<TagRollupKind> Kinds =>
        Value is { } value ? [value, Summary, Others, Key] : [Summary, Others, Key];

    /// <summary>Gets those with a kind.</summary>
    public static TagRollupKinds Of(TagRollupKind kind) => ByKind[(int)kind];

    /// <summary>Gets those of a level.</summary>
    public static TagRollupKinds At(UsageLevel level) =>
        level switch
        {
            UsageLevel.Week => Weeks,
            UsageLevel.Day => Days,
            _ => Hours,
        };

    /// <summary>Gets the bucket of a moment.</summary>
    /// <param name="day">The label of its day.</param>
    /// <param name="hour">The start of its hour.</param>
    public long BucketOf(long day, long hour) =>
        Level switch
        {
            UsageLevel.Week => UnixMicroseconds.FloorWeek(day),
            UsageLevel.Day => day,
            _ => hour,
        };
}
