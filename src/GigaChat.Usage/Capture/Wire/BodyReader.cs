namespace GigaChat.Usage.Capture;

/// <summary>Reads the body of an answer in whatever of the known formats it turns out to be.</summary>
/// <remarks>
/// Its finalizer is the only one to learn that a caller dropped an answer. It stands here and not on the call, because readers are used again and
/// again: a finalizable object made with every call would cost that call its registration, and the collector its queue.
/// </remarks>
internal sealed class BodyReader
{
    private readonly ServerSentEvents _events;
    private CapturedCall? _call;
    private Action? _documentEnded;
    private UsageSemantics _semantics;
    private int _bom;

    public BodyReader() => _events = new ServerSentEvents(Answer);

#pragma warning disable MA0055 // See the remarks.
    ~BodyReader() => _call?.End(CallEnd.Abandoned);
#pragma warning restore MA0055

    /// <summary>What was found.</summary>
    public ResponseScanner Answer { get; } = new();

    public BodyFormat Format { get; private set; }

    /// <summary>Whether the answer is known to be whole: nothing that may follow belongs to it.</summary>
    public bool IsComplete => Format switch
    {
        BodyFormat.Json => Answer.IsDone && _documentEnded is null,
        BodyFormat.ServerSentEvents => _events.IsDone || (_events.HasFinalEvent && (Answer.Usage is not null || Answer.FinishReason == "error")),
        _ => false,
    };

    /// <summary>Whether part of the body could not be read, though it began as a known format, or none of it could.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Begins the body of a call's answer.</summary>
    /// <param name="call">The call, which is ended when it and this reader are dropped together.</param>
    /// <param name="semantics">How several usage objects make one count.</param>
    /// <param name="documentEnded">Called at the end of each document, when the body is lines of JSON; null when it is one answer.</param>
    public void Begin(CapturedCall call, UsageSemantics semantics, Action? documentEnded)
    {
        Reset(semantics, documentEnded);
        _call = call;
    }

    /// <summary>Lets go of the call.</summary>
    public void Release()
    {
        _call = null;
        _documentEnded = null;
    }

    /// <summary>Makes ready for another body.</summary>
    /// <param name="semantics">How several usage objects make one count.</param>
    /// <param name="documentEnded">Called at the end of each document, when the body is lines of JSON; null when it is one answer.</param>
    public void Reset(UsageSemantics semantics = UsageSemantics.LastWins, Action? documentEnded = null)
    {
        _semantics = semantics;
        _documentEnded = documentEnded;
        _bom = 0;
        Format = BodyFormat.Unknown;
        IsMalformed = false;
        Answer.Reset(semantics);
        _events.Reset();
    }

    public void Read(ReadOnlySpan<byte> utf8)
    {
        if (Format == BodyFormat.Unknown)
            utf8 = TellFormat(utf8);
        if (utf8.IsEmpty)
            return;
        if (Format == BodyFormat.ServerSentEvents)
        {
            _events.Read(utf8);
            IsMalformed |= _events.HasMalformed;
        }
        else if (Format == BodyFormat.Json)
        {
            ReadJson(utf8);
        }
    }

    /// <summary>The body has ended.</summary>
    public void End()
    {
        if (Format == BodyFormat.ServerSentEvents)
        {
            _events.End();
            IsMalformed |= _events.HasMalformed;
        }
    }

    /// <summary>Gives up on the body, which cannot be decoded.</summary>
    public void SetUnreadable() => Format = BodyFormat.Unreadable;

    private void ReadJson(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            utf8 = utf8[Answer.Read(utf8)..];
            if (Answer.IsDone && _documentEnded is not null)
            {
                _documentEnded();
                Answer.Reset(_semantics);
                continue;
            }

            IsMalformed |= Answer.IsMalformed;
            return;
        }
    }

    private ReadOnlySpan<byte> TellFormat(ReadOnlySpan<byte> utf8)
    {
        for (var i = 0; i < utf8.Length; i++)
        {
            var b = utf8[i];
            if (_bom < 3 && b == Bom[_bom])
            {
                _bom++;
                continue;
            }

            _bom = 3;
            if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                continue;
            if (b == '{')
            {
                Format = BodyFormat.Json;
            }
            else if (b is (byte)'d' or (byte)'e' or (byte)'i' or (byte)'r' or (byte)':')
            {
                // The first letters of data, event, id and retry, or a comment.
                Format = BodyFormat.ServerSentEvents;
            }
            else
            {
                Format = BodyFormat.Unreadable;
                IsMalformed = true;
            }

            return utf8[i..];
        }

        return default;
    }

    private static ReadOnlySpan<byte> Bom => [0xEF, 0xBB, 0xBF];
}
