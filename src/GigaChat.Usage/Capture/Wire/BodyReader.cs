namespace GigaChat.Usage.Capture;

/// <summary>Reads the body of a response and detects its format among the known ones.</summary>
/// <remarks>
/// Only the finalizer detects that a caller dropped a response. It belongs to this class and not to the call, because
/// readers are pooled: a finalizable object for every call would add the costs of its registration and of the finalizer
/// queue.
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

    /// <summary>The values that were found.</summary>
    public ResponseScanner Answer { get; } = new();

    public BodyFormat Format { get; private set; }

    /// <summary>
    /// <c>true</c> if the response is known to be complete, so that anything that follows does not belong to it;
    /// otherwise, <c>false</c>.
    /// </summary>
    public bool IsComplete =>
        Format switch
        {
            BodyFormat.Json or BodyFormat.JsonArray => Answer.IsDone && _documentEnded is null,
            BodyFormat.ServerSentEvents => _events.IsDone
                || _events.HasEnd
                || (_events.HasLastEvent && (Answer.Usage is not null || Answer.IsError)),
            _ => false,
        };

    /// <summary><c>true</c> if the response is streamed while it is generated; otherwise, <c>false</c>.</summary>
    public bool IsStream =>
        Format is BodyFormat.ServerSentEvents or BodyFormat.JsonArray || (Format == BodyFormat.Grpc && _grpc!.IsStream);

    /// <summary>The status of a gRPC response; <c>null</c> for other responses, and for an interrupted one.</summary>
    public int? GrpcStatus => Format == BodyFormat.Grpc ? _grpc!.Status : null;

    /// <summary><c>true</c> if text of the response has been received; otherwise, <c>false</c>.</summary>
    public bool HasText => Format == BodyFormat.ServerSentEvents ? Answer.HasStreamedText : Answer.HasText;

    /// <summary>
    /// <c>true</c> if the body, or a part of it, could not be read although it began in a known format; otherwise,
    /// <c>false</c>.
    /// </summary>
    public bool IsMalformed { get; private set; }

    /// <summary>
    /// <c>true</c> if reading the body was stopped, so that its content is not known; otherwise, <c>false</c>.
    /// </summary>
    public bool IsUndecodable { get; private set; }

    /// <summary>Starts reading the response body of a call.</summary>
    /// <param name="call">The call, which is ended when it and this reader are dropped together.</param>
    /// <param name="contract">The places of the values in the body.</param>
    /// <param name="cachedWithinPrompt"><c>true</c> if the host counts cached tokens as a part of the prompt;
    /// otherwise, <c>false</c>.</param>
    /// <param name="documentEnded">A callback for the end of each document if the body is lines of JSON; <c>null</c> if
    /// it is one response.</param>
    public void Begin(CapturedCall call, WireContract contract, bool cachedWithinPrompt, Action? documentEnded)
    {
        Reset(contract, cachedWithinPrompt, documentEnded);
        _call = call;
    }

    /// <summary>Sets the format of the body to gRPC.</summary>
    public void ReadGrpc(HttpResponseMessage response, bool isStream)
    {
        Format = BodyFormat.Grpc;
        Answer.ReadMessages();
        _grpc ??= new GrpcResponse(Answer);
        _grpc.Start(response, isStream);
    }

    /// <summary>Releases the reference to the call.</summary>
    public void Release()
    {
        _call = null;
        _documentEnded = null;
    }

    /// <summary>Prepares the reader for another body.</summary>
    /// <param name="contract">The places of the values in the body.</param>
    /// <param name="cachedWithinPrompt"><c>true</c> if the host counts cached tokens as a part of the prompt;
    /// otherwise, <c>false</c>.</param>
    /// <param name="documentEnded">A callback for the end of each document if the body is lines of JSON; <c>null</c> if
    /// it is one response.</param>
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

    /// <summary>Called when the body has ended.</summary>
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

    /// <summary>Stops reading a body that is no API response.</summary>
    public void SetUnreadable() => Format = BodyFormat.Unreadable;

    /// <summary>Stops reading a body that the caller receives and that cannot be decoded here.</summary>
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
