using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace GigaChat.Usage.DependencyInjection;

/// <summary>
/// Reads single values of configuration, culture-invariant; an invalid one is a <see cref="FormatException"/> that
/// names key, value and format.
/// </summary>
internal static class ConfigurationValue
{
    public static string? ReadText(this IConfigurationSection section) =>
        section.GetChildren().FirstOrDefault() is { } nested
            ? throw new FormatException(
                $"{nested.Path} is not an option of usage tracking; {section.Path} must be a single value."
            )
            : section.Value;

    public static bool ReadBoolean(this IConfigurationSection section) =>
        bool.TryParse(section.ReadText(), out var value) ? value : throw Unreadable(section, "true or false");

    public static int ReadInteger(this IConfigurationSection section) =>
        int.TryParse(section.ReadText(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Unreadable(section, "a whole number such as 1000");

    public static long ReadLong(this IConfigurationSection section) =>
        long.TryParse(section.ReadText(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Unreadable(section, "a whole number such as 1000");

    /// <summary>
    /// Reads a duration with colons: a bare number would be read as a number of days, which nobody intends.
    /// </summary>
    public static TimeSpan ReadTime(this IConfigurationSection section) =>
        section.ReadText() is { } text
        && text.Contains(':', StringComparison.Ordinal)
        && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Unreadable(section, "a time as hours:minutes:seconds, such as 00:00:30 or 00:00:00.200");

    public static T ReadName<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(
        this IConfigurationSection section
    )
        where T : struct, Enum =>
        Enum.GetNames<T>().Contains(section.ReadText(), StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<T>(section.Value!, ignoreCase: true)
            : throw Unreadable(section, string.Join(" or ", Enum.GetNames<T>()));

    private static FormatException Unreadable(IConfigurationSection section, string form) =>
        new($"{section.Path} is {(section.Value is { } value ? $"'{value}'" : "null")}; it must be {form}.");
}
