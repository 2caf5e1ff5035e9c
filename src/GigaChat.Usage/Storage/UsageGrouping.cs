namespace GigaChat.Usage;

/// <summary>The grouping of a sum.</summary>
/// <param name="By">The dimensions of a group's key.</param>
public sealed record UsageGrouping(UsageDimensions By)
{
    /// <summary>One sum over everything.</summary>
    public static UsageGrouping None { get; } = new(UsageDimensions.None);

    /// <summary>The time zone of <see cref="UsageDimensions.Day"/>.</summary>
    /// <value>The default is Europe/Moscow.</value>
    public TimeZoneInfo TimeZone { get; init; } = ReportTimeZone.Default;

    /// <summary>The maximum number of groups, those with the most tokens; null for all.</summary>
    public int? Top { get; init; }

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
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((int)By, (int)UsageDimensions.Hour << 1, nameof(By));
        ArgumentOutOfRangeException.ThrowIfNegative((int)By, nameof(By));
    }
}
