using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Markup, written as an interpolated string: its literal parts are markup, and every value in it is encoded as text,
/// unless it is itself <see cref="Html"/>. Attributes are always written in double quotes.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct Html
{
    /// <summary>The encoder, which leaves letters of every script unchanged.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _markup;

    public Html(int literalLength, int formattedCount) =>
        _markup = new StringBuilder(literalLength + (formattedCount * 16));

    private Html(StringBuilder markup) => _markup = markup;

    public static Html Empty { get; } = new(new StringBuilder());

    public void AppendLiteral(string markup) => _markup.Append(markup);

    public void AppendFormatted(string? text)
    {
        if (text is not null)
            _markup.Append(Encoder.Encode(text));
    }

    public void AppendFormatted(int number) => _markup.Append(number.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(Guid id) => _markup.Append(id.ToString());

    public void AppendFormatted(Html html) => _markup.Append(html._markup);

    public void AppendFormatted(IEnumerable<Html> many)
    {
        foreach (var html in many)
            _markup.Append(html._markup);
    }

    public static Html Text(string text) => $"{text}";

    /// <summary>Gets an attribute with a space before it; nothing when the value is null.</summary>
    public static Html Attribute(string name, string? value)
    {
        if (value is null)
            return Empty;
        return $" {name}=\"{value}\"";
    }

    /// <summary>Gets an attribute without a value, with a space before it, when it is on.</summary>
    public static Html Flag(string name, bool isOn)
    {
        if (!isOn)
            return Empty;
        return $" {name}";
    }

    /// <summary>Gets the mark of the current one among links.</summary>
    public static Html Current(bool isCurrent, string kind = "true") =>
        Attribute("aria-current", isCurrent ? kind : null);

    public override string ToString() => _markup.ToString();
}
