namespace GigaChat.Usage.Capture;

/// <summary>
/// Splits an event stream that arrives in chunks: passes the data of each event to a scanner and detects the end of the
/// stream.
/// </summary>
/// <remarks>
/// WHATWG "server-sent events": CR, LF and CRLF lines, comments, <c>data:</c> with or without a space, data over
/// several lines.
/// </remarks>
internal sealed class ServerSentEvents(ResponseScanner scanner)
{
    private const int MaxFieldName = 8;
    private const int MaxEventName = 64;

    private readonly EventTemplate _template = new();
    private readonly byte[] _field = new byte[MaxFieldName];
    private readonly byte[] _name = new byte[MaxEventName];
    private Place _place = Place.LineStart;
    private int _fieldLength;
    private bool _afterCr;
    private int _doneMatched;
    private bool _hasData;
    private int _nameLength;
    private bool _isNameStarted;
    private bool _templateIsSide;

    private enum Place : byte
    {
        LineStart,
        Field,
        BeforeData,
        DoneMark,
        Data,
        EventName,
        Rest,
    }

    private static ReadOnlySpan<byte> DataField => "data: "u8;

    private static ReadOnlySpan<byte> EventField => "event: "u8;

    private static ReadOnlySpan<byte> DoneMark => "[DONE]"u8;

    /// <summary><c>true</c> if <c>data: [DONE]</c> has been received; otherwise, <c>false</c>.</summary>
    public bool IsDone { get; private set; }

    /// <summary>
    /// <c>true</c> if the last event of the contract has been received completely; otherwise, <c>false</c>.
    /// </summary>
    public bool HasLastEvent { get; private set; }

    /// <summary>
    /// <c>true</c> if an event that ends the stream has been received completely; otherwise, <c>false</c>.
    /// </summary>
    public bool HasEnd { get; private set; }

    /// <summary><c>true</c> if an event with unreadable data has been received; otherwise, <c>false</c>.</summary>
    public bool HasMalformed { get; private set; }

    public void Read(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty && !IsDone)
        {
            if (_afterCr && utf8[0] == '\n')
            {
                _afterCr = false;
                utf8 = utf8[1..];
                continue;
            }

            _afterCr = false;
            var whole = _place == Place.LineStart && !_hasData && _nameLength == 0 ? ReadWholeEvent(utf8) : 0;
            utf8 = utf8[(whole > 0 ? whole : ReadSome(utf8))..];
        }
    }

    /// <summary>Prepares for another stream.</summary>
    public void Reset()
    {
        _template.Forget();
        _place = Place.LineStart;
        _afterCr = _hasData = false;
        _nameLength = 0;
        IsDone = HasLastEvent = HasEnd = HasMalformed = false;
    }

    /// <summary>Called when the stream has ended; an event without its blank line ends with it.</summary>
    public void End()
    {
        EndLine();
        EndEvent();
    }

    /// <summary>
    /// Reads a complete event with one line of data, with or without a name before it, as nearly all events are.
    /// </summary>
    /// <returns>Its length in bytes; 0 if it is not of that kind.</returns>
    private int ReadWholeEvent(ReadOnlySpan<byte> utf8)
    {
        if (_template.TryMatch(utf8, out var text, out var length))
        {
            scanner.AddText(text, _templateIsSide);
            return length;
        }

        var start = 0;
        var name = default(ReadOnlySpan<byte>);
        if (utf8.StartsWith(EventField))
        {
            var nameEnd = utf8.IndexOfAny((byte)'\r', (byte)'\n');
            if (nameEnd < 0 || utf8[nameEnd] != '\n' || nameEnd > EventField.Length + MaxEventName)
                return 0;
            name = utf8[EventField.Length..nameEnd];
            start = nameEnd + 1;
        }

        var line = utf8[start..];
        var end = line.IndexOfAny((byte)'\r', (byte)'\n');
        if (
            end < 0
            || !line.StartsWith(DataField)
            || !line[end..].StartsWith("\n\n"u8)
            || line[DataField.Length] != '{'
        )
            return 0;

        start += DataField.Length;
        scanner.Read(line[DataField.Length..end]);
        length = utf8.Length - line.Length + end + 2;
        var isWhole = scanner.IsDone;
        var only = isWhole ? scanner.OnlyText : null;
        var isSide = scanner.OnlyTextIsSide;
        HasMalformed |= !isWhole;
        if (EndEvent(name) == EventMeaning.None && only is { } at)
        {
            _template.Learn(utf8[..length], (at.Start.Value + start)..(at.End.Value + start));
            _templateIsSide = isSide;
        }

        return length;
    }

    private int ReadSome(ReadOnlySpan<byte> utf8)
    {
        var b = utf8[0];
        var isLineEnd = b is (byte)'\r' or (byte)'\n';
        if (isLineEnd)
        {
            _afterCr = b == '\r';
            EndLine();
            return 1;
        }

        switch (_place)
        {
            case Place.LineStart:
                _fieldLength = 0;
                _place = Place.Field;
                return 0;
            case Place.Field:
                ReadFieldName(b);
                return 1;
            case Place.BeforeData:
                _place = Place.DoneMark;
                _doneMatched = 0;
                return b == ' ' ? 1 : 0;
            case Place.DoneMark:
                return MatchDone(b);
            case Place.EventName:
                return ReadEventName(utf8);
            default:
                var end = utf8.IndexOfAny((byte)'\r', (byte)'\n');
                var line = end < 0 ? utf8 : utf8[..end];
                if (_place == Place.Data)
                    scanner.Read(line);
                return line.Length;
        }
    }

    private void EndLine()
    {
        if (_place == Place.LineStart)
            EndEvent();
        else if (_place == Place.DoneMark && _doneMatched > 0)
            BeginData();
        _place = Place.LineStart;
    }

    private void ReadFieldName(byte b)
    {
        if (b != ':')
        {
            if (_fieldLength < MaxFieldName)
                _field[_fieldLength++] = b;
            return;
        }

        var name = _field.AsSpan(0, _fieldLength);
        if (name.SequenceEqual("data"u8))
        {
            _place = Place.BeforeData;
        }
        else if (name.SequenceEqual("event"u8))
        {
            _nameLength = 0;
            _isNameStarted = false;
            _place = Place.EventName;
        }
        else
        {
            _place = Place.Rest;
        }
    }

    private int MatchDone(byte b)
    {
        if (b == DoneMark[_doneMatched])
        {
            if (++_doneMatched == DoneMark.Length)
            {
                IsDone = true;
                _place = Place.Rest;
            }

            return 1;
        }

        BeginData();
        return 0;
    }

    /// <summary>
    /// Starts data that is not the end mark: the characters matched so far were data. Lines of data are joined by line
    /// feeds, and the last has none.
    /// </summary>
    private void BeginData()
    {
        if (_hasData)
            scanner.Read("\n"u8);
        _hasData = true;
        _place = Place.Data;
        scanner.Read(DoneMark[.._doneMatched]);
    }

    private int ReadEventName(ReadOnlySpan<byte> utf8)
    {
        // One space after the colon is not a part of the name.
        if (!_isNameStarted && utf8[0] == ' ')
        {
            _isNameStarted = true;
            return 1;
        }

        _isNameStarted = true;
        var end = utf8.IndexOfAny((byte)'\r', (byte)'\n');
        var part = end < 0 ? utf8 : utf8[..end];
        if (part.Length > MaxEventName - _nameLength)
        {
            // No contract has a name of that length.
            _nameLength = 0;
            _place = Place.Rest;
            return part.Length;
        }

        part.CopyTo(_name.AsSpan(_nameLength));
        _nameLength += part.Length;
        return part.Length;
    }

    private void EndEvent()
    {
        if (_hasData)
        {
            _hasData = false;
            HasMalformed |= !scanner.IsDone;
            EndEvent(_name.AsSpan(0, _nameLength));
        }

        _nameLength = 0;
    }

    private EventMeaning EndEvent(ReadOnlySpan<byte> name)
    {
        var meaning = scanner.EndEvent(name);
        HasLastEvent |= meaning == EventMeaning.Last;
        HasEnd |= meaning is EventMeaning.End or EventMeaning.Failure;
        return meaning;
    }
}
