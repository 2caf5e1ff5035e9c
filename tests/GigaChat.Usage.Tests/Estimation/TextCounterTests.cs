using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using GigaChat.Usage.Estimation;

namespace GigaChat.Usage.Tests.Estimation;

internal sealed class TextCounterTests
{
    // Of each class some, so that runs of every kind meet at every place.
    private static readonly string[] Pieces =
    [
        "a",
        "b",
        "B",
        "я",
        "слово",
        "Ё",
        "7",
        " ",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\t",
        "\"",
        "{",
        "**",
        "é",
        "—",
        "漢",
        "😀",
        "GigaChat",
        "camelCase",
        "2026",
    ];

    private static readonly Gen<string> Texts = Gen.Int[0, Pieces.Length - 1]
        .Select(static i => Pieces[i])
        .Array[0, 200]
        .Select(static parts => string.Concat(parts));

    [Test]
    public void Count_any_text_equals_the_rules_as_regular_expressions() =>
        Texts.Sample(text => Count(text).Should().Be(Expected(text), text));

    [Test]
    public void Count_utf8_cut_at_any_bytes_equals_one_piece() =>
        Gen.Select(Texts, Gen.Int[1, 90].Array[1, 20])
            .Sample(
                (text, cuts) =>
                {
                    var counter = default(TextCounter);
                    var utf8 = Encoding.UTF8.GetBytes(text).AsSpan();
                    for (var i = 0; !utf8.IsEmpty; i++)
                    {
                        var length = Math.Min(utf8.Length, cuts[i % cuts.Length]);
                        counter.AddUtf8(utf8[..length]);
                        utf8 = utf8[length..];
                    }

                    counter.ToMeasure(1).Should().Be(Count(text), text);
                }
            );

    [Test]
    public void Count_texts_that_are_ended_form_no_common_runs()
    {
        var counter = default(TextCounter);
        counter.AddUtf8("слово"u8);
        counter.EndText();
        counter.AddUtf8("слово"u8);

        counter.ToMeasure(1).CyrillicWords.Should().Be(2);
    }

    private static TextMeasure Count(string text) => TextMeasure.Of(text);

    private static TextMeasure Expected(string text) =>
        new()
        {
            Characters = text.Length,
            Cyrillic = Matches(text, "[\u0400-\u04FF]"),
            Latin = Matches(text, "[A-Za-z]"),
            Digits = Matches(text, "[0-9]"),
            WhiteSpace = Matches(text, "[ \t\r\n]"),
            Punctuation = Matches(text, "[\0-\x7F-[A-Za-z0-9 \t\r\n]]"),
            CyrillicWords = Matches(text, "[\u0400-\u04FF]+"),
            LatinWords = Matches(text, "[A-Za-z]+") + Matches(text, "(?<=[a-z])[A-Z]"),
            Numbers = Matches(text, "[0-9]+"),
            PunctuationRuns = Matches(text, "[\0-\x7F-[A-Za-z0-9 \t\r\n]]+"),
            Breaks = Matches(text, "(?<![ \t\r\n])[\r\n]") + Matches(text, "(?<![ \t\r\n])[ \t](?=[ \t\r\n0-9])"),
            Parts = 1,
        };

    private static int Matches(string text, string pattern) =>
        Regex.Count(text, pattern, RegexOptions.CultureInvariant);
}
