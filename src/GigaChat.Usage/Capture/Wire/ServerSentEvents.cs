namespace GigaChat.Usage.Capture;

/// <summary>Splits an event stream that arrives in pieces: gives the data of each event to a scanner and tells where the stream ends.</summary>
/// <remarks>WHATWG "server-sent events": CR, LF and CRLF lines, comments, <c>data:</c> with or without a space, data over several lines.</remarks>
internal sealed class ServerSentEvents(ResponseScanner scanner)
{
    private const int MaxFieldName = 8;

    private readonly EventTemplate _template = new();
    private readonly byte[] _field = new byte[MaxFieldName];
    private Place _place = Place.LineStart;
    private int _fieldLength;
    private bool _afterCr;
    private int _doneMatched;
    private bool _hasData;
    private bool _isFinalEvent;

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

    private static ReadOnlySpan<byte> DoneMark => "[DONE]"u8;

    private static ReadOnlySpan<byte> FinalEvent => "response.message.done"u8;

    /// <summary>Whether <c>data: [DONE]</c> has come.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Whether <c>response.message.done</c> has come whole, which ends an answer of v2.</summary>
    public bool HasFinalEvent { get; private set; }

    /// <summary>Whether an event whose data could not be read has passed.</summary>
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
            var whole = _place == Place.LineStart && !_hasData && !_isFinalEvent ? ReadWholeEvent(utf8) : 0;
            utf8 = utf8[(whole > 0 ? whole : ReadSome(utf8))..];
        }
    }

    /// <summary>Makes ready for another stream.</summary>
    public void Reset()
    {
        _template.Forget();
        _place = Place.LineStart;
        _afterCr = _hasData = _isFinalEvent = false;
        IsDone = HasFinalEvent = HasMalformed = false;
    }

    /// <summary>The stream has ended; an event without its blank line ends with it.</summary>
    public void End()
    {
        EndLine();
        EndEvent();
    }

    /// <summary>Reads an event of one line that has come whole, as nearly all of them do.</summary>
    /// <returns>Its length; 0 when it is not of that kind.</returns>
    private int ReadWholeEvent(ReadOnlySpan<byte> utf8)
    {
        if (_template.TryMatch(utf8, out var text, out var length))
        {
            scanner.AddText(text);
            return length;
        }

        var end = utf8.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0 || !utf8.StartsWith(DataField) || !utf8[end..].StartsWith("\n\n"u8) || utf8[DataField.Length] != '{')
            return 0;

        scanner.Read(utf8[DataField.Length..end]);
        length = end + 2;
        if (!scanner.IsDone)
            HasMalformed = true;
        else if (scanner.OnlyText is { } only)
            _template.Learn(utf8[..length], (only.Start.Value + DataField.Length)..(only.End.Value + DataField.Length));
        scanner.StartDocument();
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
                return MatchEventName(utf8);
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
            _doneMatched = 0;
            _isFinalEvent = false;
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

    /// <summary>Not the end mark after all: what matched so far was data. Lines of data are joined by line feeds, and the last is without one.</summary>
    private void BeginData()
    {
        if (_hasData)
            scanner.Read("\n"u8);
        _hasData = true;
        _place = Place.Data;
        scanner.Read(DoneMark[.._doneMatched]);
    }

    private int MatchEventName(ReadOnlySpan<byte> utf8)
    {
        var b = utf8[0];
        if (b == ' ' && _doneMatched == 0)
            return 1;
        if (_doneMatched < FinalEvent.Length && b == FinalEvent[_doneMatched])
        {
            _isFinalEvent = ++_doneMatched == FinalEvent.Length;
            return 1;
        }

        _isFinalEvent = false;
        _place = Place.Rest;
        return 0;
    }

    private void EndEvent()
    {
        if (_hasData)
        {
            _hasData = false;
            HasMalformed |= !scanner.IsDone;
            scanner.StartDocument();
            HasFinalEvent |= _isFinalEvent;
        }

        _isFinalEvent = false;
    }
}
