namespace GigaChat.Usage;

/// <summary>The grouping of a sum.</summary>
/// <param name="By">The dimensions of a group's key.</param>
public sealed record UsageGrouping(UsageDimensions By)
{
    /// <summary>One sum over everything.</summary>
    public static UsageGrouping None { get; } = new(UsageDimensions.None);

    private const UsageDimensions All = (UsageDimensions)(((int)UsageDimensions.LocalHour << 1) - 1);

    /// <summary>The time zone of days, weeks, months, weekdays and hours of the day.</summary>
    /// <value>The default is Europe/Moscow.</value>
    public TimeZoneInfo TimeZone { get; init; } = ReportTimeZone.Default;

    /// <summary>
    /// Groups by the values of the tag with this key too, together with the dimensions; null or empty for not.
    /// </summary>
    /// <remarks>
    /// Records without the tag are a group with <see cref="UsageGroup.TagValue"/> null. A store that keeps sums by day
    /// may keep a limited number of values a day, and add up the others as <see cref="UsageTags.Others"/>; a filter by
    /// <see cref="UsageFilter.Tags"/> is exact for these too.
    /// </remarks>
    public string? TagKey { get; init; }

    /// <summary><c>true</c> if everything is one group; otherwise, <c>false</c>.</summary>
    internal bool IsOneGroup => By == UsageDimensions.None && string.IsNullOrEmpty(TagKey);

    /// <summary>The maximum number of groups, those with the most tokens; null for all.</summary>
    public int? Top { get; init; }

    /// <summary>
    /// <c>true</c> to get <see cref="UsageGroup.Duration"/> and <see cref="UsageGroup.TimeToFirstToken"/> too;
    /// otherwise, <c>false</c>.
    /// </summary>
    public bool WithLatency { get; init; }

    /// <summary><c>true</c> to get <see cref="UsageGroup.Users"/> too; otherwise, <c>false</c>.</summary>
    public bool WithUsers { get; init; }

    /// <summary>Gets <c>true</c> if a dimension is part of the key; otherwise, <c>false</c>.</summary>
    /// <param name="dimension">One dimension.</param>
    public bool Has(UsageDimensions dimension) => (By & dimension) != 0;

    /// <summary>Validates the properties.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Top"/> is less than 1, or <see cref="By"/> has an
    /// unknown dimension.</exception>
    public void Validate()
    {
        if (Top is { } top)
            ArgumentOutOfRangeException.ThrowIfLessThan(top, 1, nameof(Top));
        ArgumentOutOfRangeException.ThrowIfNotEqual((int)(By & ~All), 0, nameof(By));
    }
}
