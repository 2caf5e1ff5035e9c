using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The parts of days that are kept from page to page.</summary>
internal sealed record KeptParts
{
    /// <summary>Days by platform and type of access token, and the dimensions that prices depend on.</summary>
    public KeptSums ByOrigin { get; } = new(SharedSums.OfParts & ~UsageDimensions.Day);

    /// <summary>Days by hour.</summary>
    public KeptSums ByHour { get; } = new(UsageDimensions.Hour);

    /// <summary>Days of single users, by the dimensions that prices depend on: stores keep no sums of rubles by user,
    /// and the users with the most tokens are much the same on every page.</summary>
    public KeptSums ByUser { get; } = new(PricedGroup.Dimensions);
}
