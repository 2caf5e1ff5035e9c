// Over 300 lines: one state machine over bytes; its states share the fields, and a call costs time on each of them.
using System.Buffers;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Reads a JSON document that arrives in chunks, split at any byte, and reports the few places that a tree of
/// <see cref="WireNode"/>s names.
/// </summary>
/// <remarks>
/// <see cref="System.Text.Json.Utf8JsonReader"/> requires each token as a whole, so one long string in a response would
/// have to be buffered completely. This scanner keeps at most <see cref="ScratchSize"/> bytes for any body, and skips
/// what it does not read with vectorized searches. It is lenient where strictness would not change the result: for
/// skipped subtrees only the nesting is counted.
/// </remarks>
internal abstract class JsonScanner
{
    private const int ScratchSize = 128;
    private const int MaxTrackedDepth = 16;
    private const int NoOffset = 0; // For text that represents structure; offsets are used only for plain text.

    private static readonly SearchValues<byte> SkipStops = SearchValues.Create("\"{}[]"u8);

    private WireNode _root;
    private readonly WireNode?[] _stack = new WireNode?[MaxTrackedDepth];
    private readonly byte[] _scratch = new byte[ScratchSize];
    private State _state;
    private uint _arrays;
    private int _depth;
    private int _read;
    private int _skipDepth;
    private bool _escaped;
    private int _scratchLength;
    private bool _scratchOverflow;
    private WireNode? _value;
    private int _hexLeft;
    private int _hex;
    private long _number;
    private NumberKind _numberKind;

    protected JsonScanner(WireNode root)
    {
        _root = root;
        _value = root;
    }

    private enum State : byte
    {
        Value,
        FirstKey,
        Key,
        InKey,
        Colon,
        AfterValue,
        FirstItem,
        InString,
        InNumber,
        InLiteral,
        Skip,
        SkipString,
        Done,
        Malformed,
    }

    private enum NumberKind : byte
    {
        Integer,
        NegativeInteger,
        Fraction,
        Unreadable,
    }

    /// <summary><c>true</c> if the document has ended properly; otherwise, <c>false</c>.</summary>
    public bool IsDone => _state == State.Done;

    /// <summary>
    /// <c>true</c> if the document is not valid JSON, so that the rest of it is ignored; otherwise, <c>false</c>.
    /// </summary>
    public bool IsMalformed => _state == State.Malformed;

    /// <summary>Prepares for a document of another shape.</summary>
    protected void Restart(WireNode root)
    {
        _root = root;
        Restart();
    }

    /// <summary>
    /// Prepares for the next document; the values found so far belong to the derived class and are kept.
    /// </summary>
    public void Restart()
    {
        _state = State.Value;
        _depth = 0;
        _read = 0;
        _arrays = 0;
        _value = _root;
    }

    /// <summary>Reads the next chunk.</summary>
    /// <returns>The number of bytes that belong to this document; fewer than given only if it has ended.</returns>
    public int Read(ReadOnlySpan<byte> utf8)
    {
        var length = ReadOn(utf8);
        _read += length;
        return length;
    }

    /// <summary>
    /// Called for a string at a known place. A string longer than the scratch buffer is not reported, and escapes are
    /// not decoded: no name is that long or has escapes.
    /// </summary>
    protected abstract void OnString(WireField field, ReadOnlySpan<byte> value);

    /// <summary>
    /// Called for a number at a known place; <c>null</c> if it is not a valid number of tokens: negative, a fraction,
    /// or beyond 64 bits.
    /// </summary>
    protected abstract void OnNumber(WireField field, long? value);

    /// <summary>Called for a Boolean at a known place.</summary>
    protected virtual void OnBoolean(WireField field, bool value) { }

    /// <summary>Called for a run of text between two escapes, with its offset in the document.</summary>
    protected abstract void OnText(WireField field, ReadOnlySpan<byte> utf8, int offset);

    /// <summary>Called for one character (UTF-16 unit) of text that was written as an escape.</summary>
    protected abstract void OnTextEscape(WireField field, char character);

    /// <summary>Called when an object or array of a known meaning begins.</summary>
    protected virtual void OnBegin(WireField field) { }

    /// <summary>Called when an object or array of a known meaning has ended.</summary>
    protected virtual void OnEnd(WireField field) { }

    /// <summary>
    /// Called for an unknown key of an object for which all keys are expected to be known
    /// (<see cref="WireNode.IsClosed"/>); escapes in the key are not decoded.
    /// </summary>
    /// <param name="parent">The meaning of the object.</param>
    /// <param name="key">The key.</param>
    protected virtual void OnUnknownKey(WireField parent, ReadOnlySpan<byte> key) { }

    private static bool IsText(WireField field) => field is >= WireField.Text and <= WireField.Reasoning;

    private int ReadOn(ReadOnlySpan<byte> utf8)
    {
        var i = 0;
        while (i < utf8.Length)
        {
            switch (_state)
            {
                case State.InString:
                    i += ReadString(utf8[i..], _read + i);
                    i += SkipToNextKey(utf8[i..]);
                    break;
                case State.InKey:
                    i += ReadKey(utf8[i..]);
                    if (_state == State.Colon && i < utf8.Length && utf8[i] == ':')
                    {
                        _state = State.Value;
                        i++;
                    }

                    break;
                case State.Skip:
                    i += Skip(utf8[i..]);
                    break;
                case State.SkipString:
                    i += SkipString(utf8[i..]);
                    break;
                case State.InNumber:
                    i += ReadNumber(utf8[i..]);
                    i += SkipToNextKey(utf8[i..]);
                    break;
                case State.InLiteral:
                    i += ReadLiteral(utf8[i..]);
                    break;
                case State.Done or State.Malformed:
                    return i;
                default:
                    ReadStructure(utf8[i++]);
                    break;
            }
        }

        return i;
    }

    private void ReadStructure(byte b)
    {
        if (b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            return;
        switch (_state)
        {
            case State.Value:
            case State.FirstItem:
                if (_state == State.FirstItem && b == ']')
                    Pop(isArray: true);
                else
                    BeginValue(b);
                break;
            case State.FirstKey when b == '}':
                Pop(isArray: false);
                break;
            case State.FirstKey or State.Key when b == '"':
                BeginKey();
                break;
            case State.Colon when b == ':':
                _state = State.Value;
                break;
            case State.AfterValue when b == ',':
                if (JsonParent is { } list)
                    OnText(list.Field, ", "u8, NoOffset);
                if (InArray)
                {
                    _value = _stack[_depth - 1]?.Items;
                    _state = State.Value;
                }
                else
                {
                    _state = State.Key;
                }

                break;
            case State.AfterValue when b is (byte)'}' or (byte)']':
                Pop(isArray: b == ']');
                break;
            default:
                _state = State.Malformed;
                break;
        }
    }

    /// <summary>Skips the two bytes that nearly always are between a value and the next key in one step.</summary>
    private int SkipToNextKey(ReadOnlySpan<byte> utf8)
    {
        if (_state != State.AfterValue || InArray || JsonParent is not null || !utf8.StartsWith(",\""u8))
            return 0;
        BeginKey();
        return 2;
    }

    private void BeginKey()
    {
        _scratchLength = 0;
        _scratchOverflow = false;
        _escaped = false;
        _state = State.InKey;
    }

    /// <summary>The innermost object or array, if it is JSON that counts as text; otherwise, <c>null</c>.</summary>
    private WireNode? JsonParent => _depth > 0 && _stack[_depth - 1] is { IsJson: true } parent ? parent : null;

    private bool InArray => (_arrays & (1u << (_depth - 1))) != 0;

    private void BeginValue(byte b)
    {
        switch (b)
        {
            case (byte)'{' or (byte)'[':
                if (_value is null || _depth == MaxTrackedDepth)
                {
                    _skipDepth = 1;
                    _state = State.Skip;
                }
                else
                {
                    Push(isArray: b == '[');
                }

                break;
            case (byte)'"':
                _scratchLength = 0;
                _scratchOverflow = false;
                _escaped = false;
                _hexLeft = 0;
                _state = State.InString;
                WriteQuote();
                break;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                _number = b == '-' ? 0 : b - '0';
                _numberKind = b == '-' ? NumberKind.NegativeInteger : NumberKind.Integer;
                _state = State.InNumber;
                if (_value is { IsJson: true } number)
                    OnText(number.Field, [b], NoOffset);
                break;
            case (byte)'t' or (byte)'f' or (byte)'n':
                if (_value is { IsJson: true } literal)
                    OnText(
                        literal.Field,
                        b == 't' ? "true"u8
                            : b == 'f' ? "false"u8
                            : "null"u8,
                        NoOffset
                    );
                else if (b != 'n' && _value is { Field: not WireField.None } node)
                    OnBoolean(node.Field, b == 't');
                _state = State.InLiteral;
                break;
            default:
                _state = State.Malformed;
                break;
        }
    }

    private void Push(bool isArray)
    {
        var node = _value!;
        _stack[_depth] = node;
        _arrays = isArray ? _arrays | (1u << _depth) : _arrays & ~(1u << _depth);
        _depth++;
        _state = isArray ? State.FirstItem : State.FirstKey;
        _value = isArray ? node.Items : null;
        if (node.Field != WireField.None)
            OnBegin(node.Field);
        if (!isArray && node.IsJson)
            OnText(node.Field, "{"u8, NoOffset);
    }

    private void Pop(bool isArray)
    {
        if (_depth == 0 || InArray != isArray)
        {
            _state = State.Malformed;
            return;
        }

        var node = _stack[--_depth]!;
        if (!isArray && node.IsJson)
            OnText(node.Field, "}"u8, NoOffset);
        if (node.Field != WireField.None)
            OnEnd(node.Field);
        EndValue();
    }

    private void EndValue() => _state = _depth == 0 ? State.Done : State.AfterValue;

    private int ReadKey(ReadOnlySpan<byte> utf8)
    {
        if (_escaped)
        {
            // No key that is read contains an escape, so such a key is only skipped.
            _escaped = false;
            _scratchOverflow = true;
            return 1;
        }

        var at = utf8.IndexOfAny((byte)'"', (byte)'\\');
        var run = at < 0 ? utf8 : utf8[..at];
        if (at >= 0 && utf8[at] == '"' && _scratchLength == 0 && !_scratchOverflow)
        {
            EndKey(run);
            return at + 1;
        }

        Keep(run);
        if (at < 0)
            return utf8.Length;
        if (utf8[at] == '\\')
            _escaped = true;
        else
            EndKey(_scratch.AsSpan(0, _scratchLength));
        return at + 1;
    }

    private void EndKey(ReadOnlySpan<byte> key)
    {
        var parent = _stack[_depth - 1];
        _value = _scratchOverflow ? null : parent?.Member(key);
        _state = State.Colon;
        if (_value is null && parent is { IsClosed: true })
            OnUnknownKey(parent.Field, key);
        if (parent is { IsJson: true })
            WriteKey(parent.Field, key);
    }

    private void WriteKey(WireField field, ReadOnlySpan<byte> key)
    {
        OnText(field, "\""u8, NoOffset);
        if (!key.IsEmpty)
            OnText(field, key, NoOffset);
        OnText(field, "\": "u8, NoOffset);
    }

    /// <summary>
    /// Counts the quotes of a string within JSON that counts as text; a string that contains such JSON has none.
    /// </summary>
    private void WriteQuote()
    {
        if (JsonParent is { } parent)
            OnText(parent.Field, "\""u8, NoOffset);
    }

    private void Keep(ReadOnlySpan<byte> run)
    {
        var room = ScratchSize - _scratchLength;
        if (run.Length > room)
        {
            _scratchOverflow = true;
            run = run[..room];
        }

        run.CopyTo(_scratch.AsSpan(_scratchLength));
        _scratchLength += run.Length;
    }

    private int ReadString(ReadOnlySpan<byte> utf8, int offset)
    {
        var field = _value?.Field ?? WireField.None;
        if (_hexLeft > 0)
        {
            ReadHexDigit(utf8[0], field);
            return 1;
        }

        if (_escaped)
        {
            ReadEscape(utf8[0], field);
            return 1;
        }

        var at = utf8.IndexOfAny((byte)'"', (byte)'\\');
        var run = at < 0 ? utf8 : utf8[..at];
        if (IsText(field))
        {
            if (!run.IsEmpty)
                OnText(field, run, offset);
        }
        else if (field != WireField.None)
        {
            if (at >= 0 && utf8[at] == '"' && _scratchLength == 0 && run.Length <= ScratchSize)
            {
                OnString(field, run);
                EndValue();
                return at + 1;
            }

            Keep(run);
        }

        if (at < 0)
            return utf8.Length;
        if (utf8[at] == '\\')
        {
            _escaped = true;
            return at + 1;
        }

        if (field != WireField.None && !IsText(field) && !_scratchOverflow)
            OnString(field, _scratch.AsSpan(0, _scratchLength));
        WriteQuote();
        EndValue();
        return at + 1;
    }

    private void ReadEscape(byte b, WireField field)
    {
        _escaped = false;
        if (b == 'u')
        {
            _hexLeft = 4;
            _hex = 0;
            return;
        }

        if (IsText(field))
        {
            OnTextEscape(
                field,
                b switch
                {
                    (byte)'n' => '\n',
                    (byte)'t' => '\t',
                    (byte)'r' => '\r',
                    (byte)'b' => '\b',
                    (byte)'f' => '\f',
                    _ => (char)b,
                }
            );
        }
        else if (field != WireField.None)
        {
            Keep([b]);
        }
    }

    private void ReadHexDigit(byte b, WireField field)
    {
        var digit = b switch
        {
            >= (byte)'0' and <= (byte)'9' => b - '0',
            >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
            >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
            _ => -1,
        };
        if (digit < 0)
        {
            _state = State.Malformed;
            return;
        }

        _hex = (_hex << 4) | digit;
        if (--_hexLeft == 0 && IsText(field))
            OnTextEscape(field, (char)_hex);
    }

    private int ReadNumber(ReadOnlySpan<byte> utf8)
    {
        var i = 0;
        for (; i < utf8.Length; i++)
        {
            var b = utf8[i];
            if (b is >= (byte)'0' and <= (byte)'9')
            {
                if (_numberKind == NumberKind.Fraction)
                {
                    // 17.0 is a whole number; 17.5 tokens are not.
                    if (b != '0')
                        _numberKind = NumberKind.Unreadable;
                }
                else if (_number > (long.MaxValue - 9) / 10)
                {
                    _numberKind = NumberKind.Unreadable;
                }
                else
                {
                    _number = (_number * 10) + (b - '0');
                }
            }
            else if (b == '.')
            {
                _numberKind = _numberKind == NumberKind.Integer ? NumberKind.Fraction : NumberKind.Unreadable;
            }
            else if (b is (byte)'e' or (byte)'E' or (byte)'+' or (byte)'-')
            {
                _numberKind = NumberKind.Unreadable;
            }
            else
            {
                break;
            }
        }

        if (_value is { IsJson: true } json && i > 0)
            OnText(json.Field, utf8[..i], NoOffset);
        if (i == utf8.Length)
            return i;
        if (_value is { Field: not WireField.None, IsJson: false } node)
            OnNumber(node.Field, _numberKind is NumberKind.Integer or NumberKind.Fraction ? _number : null);
        EndValue();
        return i;
    }

    private int ReadLiteral(ReadOnlySpan<byte> utf8)
    {
        var i = 0;
        while (i < utf8.Length && utf8[i] is >= (byte)'a' and <= (byte)'z')
            i++;
        if (i < utf8.Length)
            EndValue();
        return i;
    }

    private int Skip(ReadOnlySpan<byte> utf8)
    {
        var i = 0;
        while (i < utf8.Length)
        {
            var at = utf8[i..].IndexOfAny(SkipStops);
            if (at < 0)
                return utf8.Length;
            i += at + 1;
            switch (utf8[i - 1])
            {
                case (byte)'"':
                    _escaped = false;
                    _state = State.SkipString;
                    return i;
                case (byte)'{' or (byte)'[':
                    _skipDepth++;
                    break;
                default:
                    if (--_skipDepth == 0)
                    {
                        EndValue();
                        return i;
                    }

                    break;
            }
        }

        return i;
    }

    private int SkipString(ReadOnlySpan<byte> utf8)
    {
        if (_escaped)
        {
            _escaped = false;
            return 1;
        }

        var at = utf8.IndexOfAny((byte)'"', (byte)'\\');
        if (at < 0)
            return utf8.Length;
        if (utf8[at] == '\\')
            _escaped = true;
        else
            _state = State.Skip;
        return at + 1;
    }
}
