using System.Globalization;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A user's name behind the time it was used, as text whose order is that of time and then of name: the
/// greatest stamp holds the newest name.</summary>
internal static class NameStamp
{
    /// <summary>The length of the time in front.</summary>
    public const int Length = 16;

    /// <summary>Makes every time of <see cref="DateTimeOffset"/> a positive number, so that its digits sort.</summary>
    public const long Shift = 1L << 56;

    public static string Of(long createdAt, string? name) =>
        name is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{createdAt + Shift:x16}{name}");

    public static string? NameIn(string stamp) => stamp.Length == 0 ? null : stamp[Length..];
}
