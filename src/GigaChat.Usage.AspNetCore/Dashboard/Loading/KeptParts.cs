namespace GigaChat.Usage.AspNetCore;

/// <summary>The parts of days that are kept from page to page.</summary>
internal sealed record KeptParts
{
    /// <summary>Days by platform and type of access token, and the dimensions that prices depend on.</summary>
    public KeptDays ByOrigin { get; } = new();

    /// <summary>Days by hour.</summary>
    public KeptDays ByHour { get; } = new();
}
