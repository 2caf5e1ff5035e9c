namespace GigaChat.Usage.Capture;

/// <summary>
/// What was read of the request body of a call: before it is sent, where it is in memory or a gate waits for it;
/// otherwise while it is sent.
/// </summary>
internal struct CallRequestBody
{
    private const int BytesAToken = 3;

    private readonly UsageCapture _capture;
    private readonly CapturedEndpoint _endpoint;
    private readonly string? _modelInPath;
    private readonly string? _encoding; // Of gRPC the compression of its messages.
    private EncodedRequest? _encoded;
    private bool _isRented;
    private bool _isHeldWhole;
    private int _heldBytes;
    private volatile bool _isSent;

    public CallRequestBody(UsageCapture capture, CapturedEndpoint endpoint, HttpRequestMessage request)
    {
        _capture = capture;
        _endpoint = endpoint;
        if (endpoint == CapturedEndpoint.GenerateContent)
            _modelInPath = GenerateContentContract.ModelIn(request.RequestUri!);
        _encoding = GrpcExchange.Is(endpoint) ? GrpcExchange.EncodingOf(request) : request.Content.FindEncoding();
    }

    /// <summary>What was read; <c>null</c> if nothing was.</summary>
    public RequestScanner? Scanner { get; private set; }

    /// <summary>The requested model, as the wire names it; <c>null</c> if it is not known.</summary>
    public readonly string? Model => _modelInPath ?? Scanner?.Model;

    /// <summary><c>true</c> if the whole request has been written to the connection; otherwise, <c>false</c>.</summary>
    public readonly bool IsSent => _isSent;

    /// <summary><c>true</c> if the body was completely read before it is sent; otherwise, <c>false</c>.</summary>
    public readonly bool IsRead => _isRented || _isHeldWhole;

    private readonly WireContract Contract => WireContract.Of(_endpoint);

    /// <summary>Reads a body that is completely in memory.</summary>
    public void Read(HttpContent content)
    {
        var scanner = _capture.Requests.Rent();
        Scanner = scanner;
        _isRented = true;
        scanner.Reset(Contract);
        var observer = ObserverOf(scanner);
        if (observer == scanner)
            scanner.ReadInMemory(content);
        else
            content.CopyTo(new WriteTee(Stream.Null, observer), context: null, CancellationToken.None);
        EndEncoded();
    }

    /// <summary>Reads the buffered beginning of a body before it is sent.</summary>
    public void ReadHeld(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        Start()?.Observe(bytes);
        if (isWhole)
            EndEncoded();
        _heldBytes = bytes.Length;
        _isHeldWhole = isWhole;
    }

    /// <summary>
    /// Gets the observer of the body, which starts at the beginning: a body is sent again after a lost connection.
    /// <c>null</c> for a body that has been read.
    /// </summary>
    public IByteObserver? Start()
    {
        _isSent = false;
        if (IsRead)
            return null;

        // Not a pooled scanner: the body may still be in transit when the response has ended.
        var scanner = Scanner ??= new RequestScanner(_capture);
        scanner.Reset(Contract);
        return ObserverOf(scanner);
    }

    /// <summary>Called when the whole request has been written to the connection.</summary>
    public void Finish()
    {
        EndEncoded();
        _isSent = true;
    }

    /// <summary>Gets what a gate learns of the body; <c>null</c> if it belongs to another service with the same
    /// path.</summary>
    public readonly RequestFacts? FactsFor(HttpContent? content, string? model)
    {
        var isUnseen = content is not null && Scanner is not { IsUndecodable: false };

        // A request that was observed completely and names no model.
        if (Contract.NeedsSign && !isUnseen && IsRead && Model is null)
            return null;
        var (prompt, isComplete) = PromptTokens(model, content);
        return new RequestFacts(prompt, isComplete, Scanner?.MaxTokens, Contract.HasCompletion, isUnseen);
    }

    /// <summary>Returns the rented scanner.</summary>
    public void GiveBack()
    {
        if (_isRented)
            _capture.Requests.Return(Scanner!);
        Scanner = null;
    }

    private readonly (long Tokens, bool IsComplete) PromptTokens(string? model, HttpContent? content)
    {
        var length = content?.Headers.ContentLength;
        var seen = _isRented || _heldBytes > 0 ? _capture.Estimates.Prompt(Scanner, _endpoint, model) : null;
        if (seen is { } all && IsRead)
            return (all, true);

        // The rest of a body whose beginning was read, or all of a body that could not be read.
        return length is { } bytes
            ? ((seen ?? 0) + Math.Max(0, bytes - _heldBytes) / BytesAToken, true)
            : (seen ?? 0, false);
    }

    private IByteObserver ObserverOf(RequestScanner scanner)
    {
        if (GrpcExchange.Is(_endpoint))
            return new GrpcRequest(scanner, _encoding, _capture);
        if (_encoding is null)
            return scanner;
        var decoder = ContentDecoder.TryCreate(_encoding, EncodedRequest.MaxDecoded);
        return _encoded = new EncodedRequest(scanner, decoder, _capture);
    }

    private void EndEncoded()
    {
        _encoded?.End();
        _encoded = null;
    }
}
