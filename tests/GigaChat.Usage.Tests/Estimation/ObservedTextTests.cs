using System.Text;
using CsCheck;
using GigaChat.Usage.Estimation;

namespace GigaChat.Usage.Tests.Estimation;

/// <summary>
/// A text that is held and counted later has the counts of the same bytes in one piece, whatever was done to it before.
/// </summary>
internal sealed class ObservedTextTests
{
    private static readonly string[] Pieces =
    [
        "слово",
        "GigaChat",
        "2026",
        " ",
        "\n",
        "**",
        "é",
        "😀",
        new string('я', 700),
        string.Concat(Enumerable.Repeat("слово word 17, ", 1_000)),
        string.Concat(Enumerable.Repeat("слово word 17, ", 5_000)),
    ];

    private enum Step
    {
        Add,
        AddSide,
        AddCharacters,
        EndText,
        MarkDocument,
        MarkMessage,
        ReturnToDocument,
        ReturnToMessage,
        MoveMessage,
        MoveDocument,
        Count,
        Clear,
    }

    [Test]
    public void Whatever_is_done_to_texts_before_they_are_counted_their_counts_are_those_of_their_bytes() =>
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, Pieces.Length - 1])
            .Array[1, 40]
            .Sample(steps =>
            {
                var (text, side) = (new Model(), new Model());
                foreach (var (step, piece) in steps)
                    Do(step, Pieces[piece], text, side);

                text.Check();
                side.Check();
            });

    [Test]
    public void Text_far_beyond_the_bound_is_counted_as_it_arrives()
    {
        var text = new ObservedText();
        var piece = Encoding.UTF8.GetBytes("Двадцать тысяч льё под водой. ");
        for (var i = 0; i < 10_000; i++)
            text.Add(piece);

        text.Characters.Should().Be(300_000);
        text.Count().Cyrillic.Should().Be(240_000);
    }

    [Test]
    public void Escaped_halves_of_a_character_are_two_units()
    {
        var text = new ObservedText();
        foreach (var unit in "a😀b")
            text.Add(unit);

        text.Characters.Should().Be(4);
        text.Count().LatinWords.Should().Be(2);
    }

    [Test]
    public void Characters_are_those_of_the_decoded_text_wherever_it_is_cut() =>
        Gen.Select(Gen.String, Gen.Int[0, 200])
            .Sample(
                (text, cut) =>
                {
                    var utf8 = Encoding.UTF8.GetBytes(text).AsSpan();
                    cut = Math.Min(cut, utf8.Length);

                    var characters = ObservedText.CharactersOf(utf8[..cut]) + ObservedText.CharactersOf(utf8[cut..]);

                    characters.Should().Be(Encoding.UTF8.GetCharCount(utf8));
                }
            );

    private static void Do(Step step, string piece, Model text, Model side)
    {
        switch (step)
        {
            case Step.Add:
                text.Add(piece);
                break;
            case Step.AddSide:
                side.Add(piece);
                break;
            case Step.AddCharacters:
                text.AddCharacters(piece[..Math.Min(piece.Length, 8)]);
                break;
            case Step.EndText:
                text.EndText();
                break;
            case Step.MarkDocument:
                text.SetMark(TextMark.Document);
                break;
            case Step.MarkMessage:
                text.SetMark(TextMark.Message);
                break;
            case Step.ReturnToDocument:
                text.ReturnTo(TextMark.Document);
                break;
            case Step.ReturnToMessage:
                text.ReturnTo(TextMark.Message);
                break;
            case Step.MoveMessage:
                text.MoveSince(TextMark.Message, side);
                break;
            case Step.MoveDocument:
                text.MoveSince(TextMark.Document, side);
                break;
            case Step.Count:
                text.Check();
                break;
            case Step.Clear:
                text.Clear();
                break;
        }
    }

    /// <summary>A text, and all its bytes.</summary>
    private sealed class Model
    {
        private readonly ObservedText _text = new();
        private readonly List<byte> _bytes = [];
        private readonly int[] _marks = new int[2];

        // Runs that cross the place where counted text was moved to are two.
        private bool _hasSeam;

        public void Add(string piece)
        {
            _text.Add(Encoding.UTF8.GetBytes(piece));
            _bytes.AddRange(Encoding.UTF8.GetBytes(piece));
        }

        public void AddCharacters(string piece)
        {
            foreach (var unit in piece)
                _text.Add(unit);
            foreach (var unit in piece)
                _bytes.AddRange(Encoding.UTF8.GetBytes(char.IsSurrogate(unit) ? "\u0080" : unit.ToString()));
        }

        public void EndText()
        {
            _text.EndText();
            if (_bytes.Count > 0)
                _bytes.Add(0x80);
        }

        public void SetMark(TextMark mark)
        {
            _text.SetMark(mark);
            _marks[(int)mark] = _bytes.Count;
        }

        public void ReturnTo(TextMark mark)
        {
            _text.ReturnTo(mark);
            Cut(mark);
        }

        public void MoveSince(TextMark mark, Model other)
        {
            _text.MoveSince(mark, other._text);
            other._bytes.AddRange(_bytes[Math.Min(_marks[(int)mark], _bytes.Count)..]);
            other._hasSeam = true;
            Cut(mark);
        }

        public void Clear()
        {
            _text.Clear();
            _bytes.Clear();
            _marks.AsSpan().Clear();
            _hasSeam = false;
        }

        public void Check()
        {
            var expected = default(TextCounter);
            expected.AddUtf8([.. _bytes]);

            _text.Length.Should().Be(_bytes.Count);
            _text.Characters.Should().Be(expected.Characters);
            var counts = _text.Count();
            _text.Characters.Should().Be(expected.Characters);
            (counts.Cyrillic, counts.Latin, counts.Digits, counts.WhiteSpace, counts.Punctuation)
                .Should()
                .Be((expected.Cyrillic, expected.Latin, expected.Digits, expected.WhiteSpace, expected.Punctuation));
            if (!_hasSeam)
                counts.ToMeasure(1).Should().Be(expected.ToMeasure(1));
        }

        private void Cut(TextMark mark)
        {
            if (_marks[(int)mark] < _bytes.Count)
                _bytes.RemoveRange(_marks[(int)mark], _bytes.Count - _marks[(int)mark]);
            foreach (ref var other in _marks.AsSpan())
                other = Math.Min(other, _bytes.Count);
        }
    }
}
