namespace GigaChat.Usage;

/// <summary>How to group a sum.</summary>
/// <param name="By">The dimensions that make a group's key.</param>
public sealed record UsageGrouping(UsageDimensions By)
{
    /// <summary>One sum over everything.</summary>
    public static UsageGrouping None { get; } = new(UsageDimensions.None);

    /// <summary>The time zone whose days <see cref="UsageDimensions.Day"/> means.</summary>
    /// <value>The default is Europe/Moscow.</value>
    public TimeZoneInfo TimeZone { get; init; } = ReportTimeZone.Default;

    /// <summary>Only so many groups, those with the most tokens; all when null.</summary>
    public int? Top { get; init; }

    /// <summary>Whether a dimension is part of the key.</summary>
    /// <param name="dimension">One dimension.</param>
    public bool Has(UsageDimensions dimension) => (By & dimension) != 0;

    /// <summary>Checks the parts.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Top"/> is less than 1, or <see cref="By"/> names an
    /// unknown dimension.</exception>
    public void Validate()
    {
        if (Top is { } top)
            ArgumentOutOfRangeException.ThrowIfLessThan(top, 1, nameof(Top));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((int)By, (int)UsageDimensions.Hour << 1, nameof(By));
        ArgumentOutOfRangeException.ThrowIfNegative((int)By, nameof(By));
    }
}
