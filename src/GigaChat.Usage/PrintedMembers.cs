using System.Globalization;
using System.Text;

namespace GigaChat.Usage;

/// <summary>
/// Prints the members of a type that holds an access token or a key, so that no log shows the secret.
/// </summary>
/// <remarks>A generated <c>PrintMembers</c> prints every property.</remarks>
internal static class PrintedMembers
{
    /// <summary>Appends a member that is set.</summary>
    public static StringBuilder Member(this StringBuilder text, string name, object? value) =>
        value is null
            ? text
            : text.Append(text.Length > 0 && text[^1] != ' ' ? ", " : "")
                .Append(CultureInfo.InvariantCulture, $"{name} = {value}");

    /// <summary>Appends a member that is set, without its value.</summary>
    public static StringBuilder Secret(this StringBuilder text, string name, string? value) =>
        text.Member(name, value is null ? null : "***");
}
