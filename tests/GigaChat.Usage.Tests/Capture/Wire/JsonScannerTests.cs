// Over 300 lines: the cases of one scanner, most of them a line.
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Tests.Capture.Wire;

/// <summary>The scanner reads what System.Text.Json reads, however the document is cut.</summary>
[TestFixture]
internal sealed class JsonScannerTests
{
    private static readonly string[] Keys =
    [
        "text",
        "side",
        "count",
        "name",
        "flag",
        "inner",
        "list",
        "other",
        "a\\u0062c",
        "te\\u0078t",
        "q\\\"uoted",
        new('k', 200),
    ];

    private static readonly Gen<string> Space = Any("", "", "", " ", "\n", "\r\n\t");

    private static readonly Gen<string> Characters = Gen.OneOf(
        Any("a", "Я", "€", "🕷", "/", "\u007F", "{", "]", ":", ","),
        Any(
            "\\n",
            "\\t",
            "\\r",
            "\\b",
            "\\f",
            "\\\"",
            "\\\\",
            "\\/",
            "\\u0041",
            "\\u00e9",
            "\\u20AC",
            "\\uD83D\\uDD77",
            "\\u0000",
            "\\uabcd",
            "\\uEF99"
        )
    );

    private static readonly Gen<string> Number = Gen.OneOf(
        Any(
            "0",
            "-0",
            "7",
            "-7",
            "17.0",
            "17.00",
            "17.5",
            "17.05",
            "1e3",
            "1E3",
            "1e-3",
            "1.0e+1",
            "-1.0",
            "922337203685477580",
            "9999999999999999999",
            "99999999999999999999999"
        ),
        Gen.Int[0, 2_000_000_000].Select(number => number.ToString(CultureInfo.InvariantCulture))
    );

    private static Gen<string> Any(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<string> Value(int depth) =>
        depth == 0 ? Scalar : Gen.Frequency((3, Scalar), (1, Object(depth - 1)), (1, Items(depth - 1)));

    private static Gen<string> Scalar =>
        Gen.OneOf(
            Characters.Array[0, 6].Select(pieces => $"\"{string.Concat(pieces)}\""),
            Number,
            Any("true", "false", "null", "\"GigaChat-2\"")
        );

    private static Gen<string> Object(int depth) =>
        from members in Gen.Select(Any(Keys), Space, Space, Value(depth), Space, (key, before, after, value, end) =>
            $"{before}\"{key}\"{after}:{before}{value}{end}"
        ).Array[0, 5]
        from space in Space
        select $"{{{space}{string.Join(',', members)}}}";

    private static Gen<string> Items(int depth) =>
        from items in Gen.Select(Space, Value(depth), Space, (before, value, after) => before + value + after).Array[
            0,
            4
        ]
        from space in Space
        select $"[{space}{string.Join(',', items)}]";

    [Test]
    public void Any_document_is_read_as_System_Text_Json_reads_it() =>
        Gen.Select(Space, Object(3), Gen.Int[0, 400].Array[0, 10])
            .Sample(
                (space, document, cuts) =>
                {
                    document = space + document;
                    var utf8 = Encoding.UTF8.GetBytes(document + " ~ not of it");
                    int[] ends = [.. cuts.Where(cut => cut > 0 && cut < utf8.Length).Distinct().Order(), utf8.Length];
                    var probe = new Probe(utf8);

                    var (at, read) = (0, 0);
                    foreach (var end in ends)
                    {
                        read += probe.Read(utf8.AsSpan(at, end - at));
                        at = end;
                    }

                    (probe.IsDone, probe.IsMalformed, read)
                        .Should()
                        .Be((true, false, Encoding.UTF8.GetByteCount(document)));
                    var expected = Reference.Of(document);
                    probe.Values.Should().Equal(expected.Values, document);
                    probe.Text.Should().Equal(expected.Text, document);
                    probe.SideText.Should().Equal(expected.SideText, document);
                },
                iter: 2_000,
                threads: 1
            );

    [TestCase("]")]
    [TestCase("}")]
    [TestCase(",")]
    [TestCase("x")]
    [TestCase("{]")]
    [TestCase("[}")]
    [TestCase("[}]")]
    [TestCase("""{"list":[1}]""")]
    [TestCase("""{"inner":{]}""")]
    [TestCase("""{"count" 1}""")]
    [TestCase("""{"count"}""")]
    [TestCase("""{"count":}""")]
    [TestCase("""{"count":x}""")]
    [TestCase("""{"count":1 2}""")]
    [TestCase("""{"count":1 "count":2}""")]
    [TestCase("""{"count":1,}""")]
    [TestCase("""{1:2}""")]
    [TestCase("""{,}""")]
    [TestCase("""{:1}""")]
    [TestCase("""{"list":[1 2]}""")]
    [TestCase("""{"list":[1,]}""")]
    [TestCase("""{"list":[:]}""")]
    [TestCase("""{"text":"\u00g0"}""")]
    [TestCase("""{"text":"\u00`0"}""")]
    [TestCase("""{"text":"\u00@0"}""")]
    [TestCase("""{"text":"\u00/0"}""")]
    [TestCase("""{"name":"\uD83:"}""")]
    public void What_is_no_JSON_is_noticed_and_the_rest_of_it_not_read(string document)
    {
        foreach (var piece in new[] { 1, 2, 1000 })
        {
            var utf8 = Encoding.UTF8.GetBytes(document + """{"count":5}""");
            var probe = new Probe(utf8);
            for (var at = 0; at < utf8.Length; at += piece)
                probe.Read(utf8.AsSpan(at, Math.Min(piece, utf8.Length - at)));

            (probe.IsDone, probe.IsMalformed).Should().Be((false, true));
            probe.Values.Should().NotContain("count 5");
        }
    }

    [TestCase("1", "count 1")]
    [TestCase("-1", "count ?")]
    [TestCase("0.0", "count 0")]
    [TestCase("5.00", "count 5")]
    [TestCase("5.01", "count ?")]
    [TestCase("5.10", "count ?")]
    [TestCase("5.", "count 5")]
    [TestCase("5.0.0", "count ?")]
    [TestCase("5e1", "count ?")]
    [TestCase("5E1", "count ?")]
    [TestCase("5-1", "count ?")]
    [TestCase("5+1", "count ?")]
    [TestCase("922337203685477580", "count 922337203685477580")]
    [TestCase("9223372036854775799", "count 9223372036854775799")]
    [TestCase("92233720368547758070", "count ?")]
    public void A_count_is_a_whole_number_that_fits(string number, string seen)
    {
        var probe = new Probe([]);
        probe.Read(Encoding.UTF8.GetBytes($$"""{"count":{{number}}}"""));

        probe.Values.Should().Equal(seen);
    }

    [Test]
    public void A_string_or_key_longer_than_any_name_is_none()
    {
        foreach (var piece in new[] { 1, 7, 1000 })
        {
            var utf8 = Encoding.UTF8.GetBytes(
                $$"""{"name":"{{new string('a', 300)}}","{{new string('k', 300)}}":5,"count{{new string(' ', 300)}}":6,"name":"{{new string('b', 128)}}"}"""
            );
            var probe = new Probe(utf8);
            for (var at = 0; at < utf8.Length; at += piece)
                probe.Read(utf8.AsSpan(at, Math.Min(piece, utf8.Length - at)));

            probe.Values.Should().Equal("name " + new string('b', 128));
        }
    }

    [Test]
    public void The_next_document_is_read_from_its_beginning()
    {
        var probe = new Probe([]);
        probe.Read("""{"inner":{"text":"a"""u8);
        probe.Restart();
        probe.Read("""{"count":5}"""u8);

        (probe.IsDone, probe.Values[^1]).Should().Be((true, "count 5"));
    }

    [Test]
    public void Objects_and_lists_of_a_known_meaning_begin_and_end()
    {
        var known = new WireNode { IsClosed = true }.With("count", new WireNode(WireField.TotalTokens));
        var shape = new WireNode()
            .With("usage", new WireNode(WireField.Usage))
            .With("parts", new WireNode().WithItems(new WireNode(WireField.Part)))
            .With("closed", known);
        var probe = new Probe([], shape);

        probe.Read(
            """{"usage":{"a":1},"parts":[{},[1],5],"closed":{"count":1,"more":{},"less":2},"open":{"any":1}}"""u8
        );

        probe
            .Values.Should()
            .Equal(
                "begin Usage",
                "end Usage",
                "begin Part",
                "end Part",
                "begin Part",
                "end Part",
                "Part 5",
                "count 1",
                "unknown more",
                "unknown less"
            );
    }

    /// <summary>What System.Text.Json finds at the places that the probe reads.</summary>
    private sealed class Reference
    {
        public List<string> Values { get; } = [];

        public List<int> Text { get; } = [];

        public List<int> SideText { get; } = [];

        public static Reference Of(string document)
        {
            var found = new Reference();
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(document));
            reader.Read();
            found.ReadObject(ref reader);
            return found;
        }

        private void ReadObject(ref Utf8JsonReader reader)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                // No key that is read has an escape in it.
                var key = reader.ValueIsEscaped ? "" : reader.GetString()!;
                reader.Read();
                ReadValue(ref reader, key);
            }
        }

        private void ReadValue(ref Utf8JsonReader reader, string key)
        {
            if (reader.TokenType == JsonTokenType.StartObject && key == "inner")
            {
                ReadObject(ref reader);
            }
            else if (reader.TokenType == JsonTokenType.StartArray && key == "list")
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (reader.TokenType == JsonTokenType.StartObject)
                        ReadObject(ref reader);
                    else
                        reader.Skip();
                }
            }
            else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip();
            }
            else if (key is "text" or "side" or "count" or "name" or "flag")
            {
                ReadScalar(reader, key);
            }
        }

        private void ReadScalar(Utf8JsonReader reader, string key)
        {
            var raw = Encoding.UTF8.GetString(reader.ValueSpan);
            if (reader.TokenType == JsonTokenType.Number)
                Values.Add($"{key} {CountIn(raw)}");
            else if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
                Values.Add($"{key} {reader.GetBoolean()}");
            else if (reader.TokenType == JsonTokenType.String && key is "text" or "side")
                (key == "text" ? Text : SideText).AddRange(Units(raw));
            else if (reader.TokenType == JsonTokenType.String)
                Values.Add(
                    $"{key} {Regex.Replace(raw, @"\\(?:u[0-9A-Fa-f]{4}|(?<other>.))", "${other}", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))}"
                );
        }

        private static string CountIn(string number)
        {
            var parts = number.Split('.');
            var isCount =
                number.All(c => char.IsAsciiDigit(c) || c == '.')
                && parts.Skip(1).All(fraction => fraction.Trim('0').Length == 0);
            return isCount && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count.ToString(CultureInfo.InvariantCulture)
                : "?";
        }

        /// <summary>Bytes, and for each escape its UTF-16 unit above <see cref="Probe.Escape"/>.</summary>
        private static IEnumerable<int> Units(string raw)
        {
            for (var i = 0; i < raw.Length; i++)
            {
                if (raw[i] != '\\')
                {
                    var length = char.IsHighSurrogate(raw[i]) ? 2 : 1;
                    foreach (var b in Encoding.UTF8.GetBytes(raw.Substring(i, length)))
                        yield return b;
                    i += length - 1;
                }
                else if (raw[++i] == 'u')
                {
                    yield return Probe.Escape
                        + int.Parse(raw.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                    i += 4;
                }
                else
                {
                    yield return Probe.Escape
                        + (
                            raw[i] switch
                            {
                                'n' => '\n',
                                't' => '\t',
                                'r' => '\r',
                                'b' => '\b',
                                'f' => '\f',
                                var other => other,
                            }
                        );
                }
            }
        }
    }

    /// <summary>Notes what a scanner reports, and that each run of text stands where it says.</summary>
    private sealed class Probe(byte[] document, WireNode? shape = null) : JsonScanner(shape ?? Shape)
    {
        public const int Escape = 0x10000;

        private static readonly WireNode Shape = BuildShape();

        public List<string> Values { get; } = [];

        public List<int> Text { get; } = [];

        public List<int> SideText { get; } = [];

        protected override void OnString(WireField field, ReadOnlySpan<byte> value) =>
            Values.Add($"{Name(field)} {Encoding.UTF8.GetString(value)}");

        protected override void OnNumber(WireField field, long? value) =>
            Values.Add($"{Name(field)} {value?.ToString(CultureInfo.InvariantCulture) ?? "?"}");

        protected override void OnBoolean(WireField field, bool value) => Values.Add($"{Name(field)} {value}");

        protected override void OnText(WireField field, ReadOnlySpan<byte> utf8, int offset)
        {
            utf8.IsEmpty.Should().BeFalse();
            if (document.Length > 0 && !document.AsSpan(offset, utf8.Length).SequenceEqual(utf8))
                throw new AssertionException($"No such text at {offset}.");
            foreach (var b in utf8)
                (field == WireField.Text ? Text : SideText).Add(b);
        }

        protected override void OnTextEscape(WireField field, char character) =>
            (field == WireField.Text ? Text : SideText).Add(Escape + character);

        protected override void OnBegin(WireField field) => Note("begin", field);

        protected override void OnEnd(WireField field) => Note("end", field);

        protected override void OnUnknownKey(WireField parent, ReadOnlySpan<byte> key) =>
            Values.Add($"unknown {Encoding.UTF8.GetString(key)}");

        private void Note(string what, WireField field)
        {
            if (field is WireField.Usage or WireField.Part)
                Values.Add($"{what} {field}");
        }

        private static string Name(WireField field) =>
            field switch
            {
                WireField.Text => "text",
                WireField.SideText => "side",
                WireField.TotalTokens => "count",
                WireField.Model => "name",
                WireField.Stream => "flag",
                _ => field.ToString(),
            };

        private static WireNode BuildShape()
        {
            var tree = new WireNode();
            return tree.With("text", new WireNode(WireField.Text))
                .With("side", new WireNode(WireField.SideText))
                .With("count", new WireNode(WireField.TotalTokens))
                .With("name", new WireNode(WireField.Model))
                .With("flag", new WireNode(WireField.Stream))
                .With("inner", tree)
                .With("list", new WireNode().WithItems(tree));
        }
    }
}
