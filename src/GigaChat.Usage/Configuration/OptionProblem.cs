using System.Globalization;

namespace GigaChat.Usage.Configuration;

/// <summary>Words the problem of an option.</summary>
internal static class OptionProblem
{
    /// <param name="option">The name of the option, after that of its class.</param>
    /// <param name="value">The value.</param>
    /// <param name="allowed">The allowed values.</param>
    public static string Of(string option, string value, string allowed) =>
        $"{option} is {value}; it must be {allowed}.";

    public static string Text(object value) =>
        value is IFormattable formattable
            ? formattable.ToString(value is TimeSpan ? "g" : "N0", CultureInfo.InvariantCulture)
            : $"{value}";
}
