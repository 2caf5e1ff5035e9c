using System.Globalization;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// A user's name behind the time of its use, as text that sorts by time and then by name: the greatest stamp contains
/// the newest name.
/// </summary>
internal static class NameStamp
{
    /// <summary>The length of the time in front, in characters.</summary>
    public const int Length = 16;

    /// <summary>
    /// The offset that turns every time of <see cref="DateTimeOffset"/> into a positive number, so that its digits
    /// sort.
    /// </summary>
    public const long Shift = 1L << 56;

    public static string Of(long createdAt, string? name) =>
        name is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{createdAt + Shift:x16}{name}");

    public static string? NameIn(string stamp) => stamp.Length == 0 ? null : stamp[Length..];
}
