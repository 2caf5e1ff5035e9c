namespace GigaChat.Usage.Capture;

/// <summary>Reads the body of an answer in whatever of the known formats it turns out to be.</summary>
/// <remarks>
/// Its finalizer is the only one to learn that a caller dropped an answer. It stands here and not on the call, because
/// readers are used again and
/// again: a finalizable object made with every call would cost that call its registration, and the collector its queue.
/// </remarks>
internal sealed class BodyReader : IByteObserver
{
    private readonly ServerSentEvents _events;
    private GrpcResponse? _grpc;
    private CapturedCall? _call;
    private Action? _documentEnded;
    private WireContract _contract = ChatContract.Instance;
    private bool _cachedWithinPrompt;
    private int _bom;

    public BodyReader() => _events = new ServerSentEvents(Answer);

#pragma warning disable MA0055 // See the remarks.
    ~BodyReader() => _call?.End(CallEnd.Abandoned);
#pragma warning restore MA0055

    /// <summary>What was found.</summary>
    public ResponseScanner Answer { get; } = new();

    public BodyFormat Format { get; private set; }

    /// <summary>Whether the answer is known to be whole: nothing that may follow belongs to it.</summary>
    public bool IsComplete =>
        Format switch
        {
            BodyFormat.Json or BodyFormat.JsonArray => Answer.IsDone && _documentEnded is null,
            BodyFormat.ServerSentEvents => _events.IsDone
                || _events.HasEnd
                || (_events.HasLastEvent && (Answer.Usage is not null || Answer.IsError)),
            _ => false,
        };

    /// <summary>Whether the answer comes piece by piece as it is made.</summary>
    public bool IsStream =>
        Format is BodyFormat.ServerSentEvents or BodyFormat.JsonArray || (Format == BodyFormat.Grpc && _grpc!.IsStream);

    /// <summary>The status of a gRPC response; null for others, and for one that broke off.</summary>
    public int? GrpcStatus => Format == BodyFormat.Grpc ? _grpc!.Status : null;

    /// <summary>Whether text of the answer has come.</summary>
    public bool HasText => Format == BodyFormat.ServerSentEvents ? Answer.HasStreamedText : Answer.HasText;

    /// <summary>Whether part of the body could not be read, though it began as a known format, or none of it
    /// could.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Whether the body was given up on, so that what it holds is not known.</summary>
    public bool IsUndecodable { get; private set; }

    /// <summary>Begins the body of a call's answer.</summary>
    /// <param name="call">The call, which is ended when it and this reader are dropped together.</param>
    /// <param name="contract">Where the body holds what is read.</param>
    /// <param name="cachedWithinPrompt">Whether the host counts cached tokens as a part of the prompt.</param>
    /// <param name="documentEnded">Called at the end of each document, when the body is lines of JSON; null when it is
    /// one answer.</param>
    public void Begin(CapturedCall call, WireContract contract, bool cachedWithinPrompt, Action? documentEnded)
    {
        Reset(contract, cachedWithinPrompt, documentEnded);
        _call = call;
    }

    /// <summary>The body is one of gRPC.</summary>
    public void ReadGrpc(HttpResponseMessage response, bool isStream)
    {
        Format = BodyFormat.Grpc;
        Answer.ReadMessages();
        _grpc ??= new GrpcResponse(Answer);
        _grpc.Start(response, isStream);
    }

    /// <summary>Lets go of the call.</summary>
    public void Release()
    {
        _call = null;
        _documentEnded = null;
    }

    /// <summary>Makes ready for another body.</summary>
    /// <param name="contract">Where the body holds what is read.</param>
    /// <param name="cachedWithinPrompt">Whether the host counts cached tokens as a part of the prompt.</param>
    /// <param name="documentEnded">Called at the end of each document, when the body is lines of JSON; null when it is
    /// one answer.</param>
    public void Reset(WireContract contract, bool cachedWithinPrompt = false, Action? documentEnded = null)
    {
        _contract = contract;
        _cachedWithinPrompt = cachedWithinPrompt;
        _documentEnded = documentEnded;
        _bom = 0;
        Format = BodyFormat.Unknown;
        IsMalformed = false;
        IsUndecodable = false;
        Answer.Reset(contract, cachedWithinPrompt);
        _events.Reset();
    }

    void IByteObserver.Observe(ReadOnlySpan<byte> bytes) => Read(bytes);

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
        else if (Format is BodyFormat.Json or BodyFormat.JsonArray)
        {
            ReadJson(utf8);
        }
        else if (Format == BodyFormat.Grpc)
        {
            _grpc!.Read(utf8);
            IsMalformed |= _grpc.IsMalformed;
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
        else if (Format == BodyFormat.Grpc)
        {
            _grpc!.End();
        }
    }

    /// <summary>Gives up on the body, which is no response.</summary>
    public void SetUnreadable() => Format = BodyFormat.Unreadable;

    /// <summary>Gives up on the body, which the caller has and which cannot be decoded here.</summary>
    public void SetUndecodable()
    {
        Format = BodyFormat.Unreadable;
        IsUndecodable = true;
    }

    private void ReadJson(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            utf8 = utf8[Answer.Read(utf8)..];
            if (Answer.IsDone && _documentEnded is not null)
            {
                _documentEnded();
                Answer.Reset(_contract, _cachedWithinPrompt);
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
            else if (b == '[' && _contract.StreamsArrays)
            {
                Format = BodyFormat.JsonArray;
            }
            else if (b is (byte)'d' or (byte)'e' or (byte)'i' or (byte)'r' or (byte)':')
            {
                // The first letters of data, event, id and retry, or a comment.
                Format = BodyFormat.ServerSentEvents;
                Answer.ReadEvents();
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
