using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace GigaChat.Usage.Estimation;

/// <summary>
/// The text of one body, as it arrives. It is held, and counted only when its composition is needed: nearly every
/// response reports its usage, and needs no more than the length of its text.
/// </summary>
/// <remarks>
/// At most <see cref="Bound"/> bytes are held; a longer text is counted as it arrives. <see cref="Clear"/> overwrites
/// what was held. A text that is read while another thread adds to it, as the request of a call that has ended before
/// its body was sent, is counted wrongly, and nothing fails.
/// </remarks>
internal sealed class ObservedText
{
    /// <summary>The most bytes that are held.</summary>
    internal const int Bound = 64 * 1024;

    private const int Smallest = 512;
    private const int LargestKept = 16 * 1024;

    // A continuation byte without its character belongs to no class and is no character, so it only ends runs.
    private const byte EndOfText = 0x80;

    private readonly State[] _marks = new State[Enum.GetValues<TextMark>().Length];
    private byte[] _held = [];
    private int _length;
    private State _counted; // What came before the held bytes.

    /// <summary>The number of bytes that were added.</summary>
    public long Length => _counted.Length + _length;

    /// <summary><c>true</c> if nothing was added; otherwise, <c>false</c>.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The number of characters (UTF-16 units).</summary>
    public int Characters => _counted.Counter.Characters + CharactersOf(Held);

    private ReadOnlySpan<byte> Held
    {
        get
        {
            var held = _held;
            return held.AsSpan(0, Math.Min(_length, held.Length));
        }
    }

    /// <summary>Adds text, which may be split anywhere, also within a character.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > _held.Length - _length && !TryMakeRoom(utf8.Length))
        {
            Count();
            _counted.Counter.AddUtf8(utf8);
            _counted.Length += utf8.Length;
            return;
        }

        utf8.CopyTo(_held.AsSpan(_length));
        _length += utf8.Length;
    }

    /// <summary>Adds one UTF-16 unit, as a JSON escape specifies it.</summary>
    public void Add(char character)
    {
        if (char.IsAscii(character))
        {
            Add([(byte)character]);
            return;
        }

        // Half of a character beyond U+FFFF belongs to no class that forms runs, like the control character U+0080.
        Span<byte> utf8 = stackalloc byte[4];
        var rune = new Rune(char.IsSurrogate(character) ? '\u0080' : character);
        Add(utf8[..rune.EncodeToUtf8(utf8)]);
    }

    /// <summary>Ends a text: the next added text begins new runs.</summary>
    public void EndText()
    {
        if (!IsEmpty)
            Add([EndOfText]);
    }

    /// <summary>Remembers the end of the text so far, in place of an earlier end of the same name.</summary>
    public void SetMark(TextMark mark)
    {
        ref var state = ref _marks[(int)mark];
        if (state.Length == Length)
            return;
        state.Length = Length;
        if (_length == 0)
            state.Counter = _counted.Counter;
    }

    /// <summary>Determines whether text was added after a mark.</summary>
    public bool HasTextSince(TextMark mark) => Length > _marks[(int)mark].Length;

    /// <summary>Removes the text after a mark. Marks in that text move to its begin.</summary>
    public void ReturnTo(TextMark mark)
    {
        ref readonly var state = ref _marks[(int)mark];
        if (state.Length >= Length)
            return;
        if (state.Length >= _counted.Length)
            _length = (int)(state.Length - _counted.Length);
        else
            (_counted, _length) = (state, 0);
        for (var other = TextMark.Document; other <= TextMark.Message; other++)
        {
            if (_marks[(int)other].Length > Length)
                SetMark(other);
        }
    }

    /// <summary>Moves the text after a mark to the end of another text.</summary>
    public void MoveSince(TextMark mark, ObservedText other)
    {
        ref readonly var state = ref _marks[(int)mark];
        if (state.Length >= Length)
            return;
        if (state.Length < _counted.Length)
        {
            other.Count();
            other._counted.Counter.Add(_counted.Counter.Since(state.Counter));
            other._counted.Length += _counted.Length - state.Length;
            other.Add(Held);
        }
        else
        {
            other.Add(Held[(int)(state.Length - _counted.Length)..]);
        }

        ReturnTo(mark);
    }

    /// <summary>Counts the composition of the text.</summary>
    public TextCounter Count()
    {
        // In steps from mark to mark: a mark within the bytes that are no longer held needs the counts up to it.
        var held = Held;
        while (!held.IsEmpty)
        {
            var next = held.Length;
            foreach (ref readonly var mark in _marks.AsSpan())
            {
                var at = mark.Length - _counted.Length;
                if (at > 0 && at < next)
                    next = (int)at;
            }

            SetCounters();
            _counted.Counter.AddUtf8(held[..next]);
            _counted.Length += next;
            held = held[next..];
        }

        SetCounters();
        _length = 0;
        return _counted.Counter;
    }

    /// <summary>Removes the text and the marks.</summary>
    public void Clear()
    {
        if (_held.Length > LargestKept)
            _held = [];
        else
            _held.AsSpan(0, _length).Clear();
        _length = 0;
        _counted = default;
        _marks.AsSpan().Clear();
    }

    /// <summary>Counts the UTF-16 units of UTF-8, which may begin and end within a character.</summary>
    internal static int CharactersOf(ReadOnlySpan<byte> utf8)
    {
        // Every byte but a continuation begins a character, and a character of four bytes has two units.
        var count = utf8.Length;
        while (utf8.Length >= Vector256<byte>.Count)
        {
            var v = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(utf8));
            var continuations = Vector256.LessThan(v.AsSByte(), Vector256.Create((sbyte)-64));
            var longLeads = Vector256.Equals(Vector256.Max(v, Vector256.Create((byte)0xF0)), v);
            count -= BitOperations.PopCount(continuations.ExtractMostSignificantBits());
            count += BitOperations.PopCount(longLeads.ExtractMostSignificantBits());
            utf8 = utf8[Vector256<byte>.Count..];
        }

        foreach (var b in utf8)
            count += ((b & 0xC0) == 0x80 ? -1 : 0) + (b >= 0xF0 ? 1 : 0);
        return count;
    }

    /// <summary>Sets the counts of the marks at the end of what was counted.</summary>
    private void SetCounters()
    {
        foreach (ref var mark in _marks.AsSpan())
        {
            if (mark.Length == _counted.Length)
                mark.Counter = _counted.Counter;
        }
    }

    private bool TryMakeRoom(int added)
    {
        if (added > Bound - _length)
            return false;
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(Smallest, _length + added));
        Array.Resize(ref _held, size);
        return true;
    }

    private struct State
    {
        public long Length;
        public TextCounter Counter;
    }
}
