using System.Buffers;
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
/// <remarks>Markup in markup is kept by reference, so that a page is copied once, when it is written.</remarks>
[InterpolatedStringHandler]
internal readonly struct Html
{
    /// <summary>The encoder, which leaves letters of every script unchanged.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly Parts? _parts;

    public Html(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _parts = new Parts((2 * formattedCount) + 1);
    }

    public static Html Empty => default;

    public void AppendLiteral(string markup) => _parts!.Add(markup);

    public void AppendFormatted(string? text)
    {
        if (text is not null)
            _parts!.Add(Encoder.Encode(text));
    }

    public void AppendFormatted(int number) => _parts!.Add(number.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(Guid id) => _parts!.Add(id.ToString());

    public void AppendFormatted(Html html)
    {
        if (html._parts is { } parts)
            _parts!.Add(parts);
    }

    public void AppendFormatted(IEnumerable<Html> many)
    {
        foreach (var html in many)
            AppendFormatted(html);
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

    /// <summary>The size in UTF-8.</summary>
    public int Bytes => _parts?.Bytes ?? 0;

    /// <summary>Writes the markup in UTF-8.</summary>
    public void WriteTo(IBufferWriter<byte> output) => _parts?.WriteTo(output);

    public override string ToString()
    {
        var output = new ArrayBufferWriter<byte>();
        WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>What an interpolated string consists of: texts, and the parts of other markup.</summary>
    private sealed class Parts(int capacity)
    {
        private object[] _items = new object[capacity];
        private int _count;

        public void Add(object item)
        {
            if (_count == _items.Length)
                Array.Resize(ref _items, 2 * _count);
            _items[_count++] = item;
        }

        public int Bytes
        {
            get
            {
                var bytes = 0;
                foreach (var item in _items.AsSpan(0, _count))
                    bytes += item is Parts parts ? parts.Bytes : Encoding.UTF8.GetByteCount((string)item);
                return bytes;
            }
        }

        public void WriteTo(IBufferWriter<byte> output)
        {
            foreach (var item in _items.AsSpan(0, _count))
            {
                if (item is Parts parts)
                    parts.WriteTo(output);
                else
                    Encoding.UTF8.GetBytes((string)item, output);
            }
        }
    }
}
