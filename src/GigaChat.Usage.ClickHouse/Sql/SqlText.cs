using System.Globalization;
using System.Text;

namespace GigaChat.Usage.ClickHouse;

/// <summary>Writes values as literals of ClickHouse's SQL.</summary>
internal static class SqlText
{
    public static string Of(string text)
    {
        var literal = new StringBuilder(text.Length + 2).Append('\'');
        foreach (var character in text)
        {
            if (character is '\\' or '\'')
                literal.Append('\\');
            literal.Append(character);
        }

        return literal.Append('\'').ToString();
    }

    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Gets the two halves of an id as a pair of numbers.</summary>
    public static string Of(Guid id)
    {
        var number = UInt128.Parse($"{id:N}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return $"(toUInt64({(ulong)(number >> 64)}), toUInt64({(ulong)number}))";
    }

    /// <summary>Gets the pattern of LIKE for texts that contain a text.</summary>
    public static string Containing(string text)
    {
        var pattern = new StringBuilder(text.Length + 2).Append('%');
        foreach (var character in text)
        {
            if (character is '\\' or '%' or '_')
                pattern.Append('\\');
            pattern.Append(character);
        }

        return Of(pattern.Append('%').ToString());
    }

    /// <summary>Gets a name in backquotes.</summary>
    public static string Name(string name) =>
        $"`{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)}`";

    public static string In(string column, IEnumerable<string> values) =>
        $"{column} IN ({string.Join(", ", values.Select(Of))})";
}
