using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore.Storage;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// A part of a statement's text, such as a name, an expression or the reference to a parameter, written as an
/// interpolated string. Only other parts fit into it: a text or a number has to become a parameter (see
/// <see cref="UsageSql"/>), or has to pass one of the checks here.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct SqlText
{
    private readonly StringBuilder? _parts;
    private readonly string? _whole;

    public SqlText(int literalLength, int formattedCount) =>
        _parts = new StringBuilder(literalLength + (formattedCount * 16));

    private SqlText(string whole) => _whole = whole;

    private SqlText(StringBuilder parts) => _parts = parts;

    public static SqlText Null { get; } = $"NULL";

    public bool IsEmpty => (_parts?.Length ?? _whole?.Length ?? 0) == 0;

    public void AppendLiteral(string sql) => _parts!.Append(sql);

    public void AppendFormatted(SqlText sql) => sql.AppendTo(_parts!);

    public static SqlText Number(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Gets a name without quotes.</summary>
    /// <exception cref="ArgumentException">It has other characters than letters of ASCII, digits and
    /// underscores.</exception>
    public static SqlText Name(string name) =>
        name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? new(name)
            : throw new ArgumentException($"'{name}' is not a name of SQL.", nameof(name));

    /// <summary>Gets a table's name as the database quotes it.</summary>
    public static SqlText Table(ISqlGenerationHelper helper, string table, string? schema) =>
        new(helper.DelimitIdentifier(table, schema));

    /// <summary>Gets the statements that a migration consists of.</summary>
    public static SqlText Script(string script) => new(script);

    /// <summary>Gets a constant text in quotes.</summary>
    /// <exception cref="ArgumentException">It has a quote or a backslash.</exception>
    public static SqlText Constant(string text) =>
        text.AsSpan().ContainsAny('\'', '\\')
            ? throw new ArgumentException("A constant must not contain a quote or a backslash.", nameof(text))
            : new($"'{text}'");

    /// <summary>Gets any name in double quotes.</summary>
    public static SqlText Quoted(string name) => new($"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");

    /// <summary>Gets the reference to a parameter.</summary>
    public static SqlText Parameter(int index) => new(string.Create(CultureInfo.InvariantCulture, $"@p{index}"));

    /// <summary>Joins parts with commas.</summary>
    public static SqlText List(IEnumerable<SqlText> parts) => Join(", ", parts);

    /// <summary>Joins conditions with AND.</summary>
    public static SqlText All(IEnumerable<SqlText> conditions) => Join(" AND ", conditions);

    /// <summary>Joins parts without anything between them.</summary>
    public static SqlText Concat(IEnumerable<SqlText> parts) => Join("", parts);

    /// <summary>Gets the text that a handler has collected, in which values are parameters.</summary>
    public static SqlText Of(in SqlTextHandler handler) => new(handler.Text);

    public void AppendTo(StringBuilder statement)
    {
        if (_parts is not null)
            statement.Append(_parts);
        else
            statement.Append(_whole);
    }

    public override string ToString() => _parts?.ToString() ?? _whole ?? "";

    private static SqlText Join(string separator, IEnumerable<SqlText> parts)
    {
        var text = new StringBuilder();
        var isFirst = true;
        foreach (var part in parts)
        {
            if (!isFirst)
                text.Append(separator);
            isFirst = false;
            part.AppendTo(text);
        }

        return new(text);
    }
}
