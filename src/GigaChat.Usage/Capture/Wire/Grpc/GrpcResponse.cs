namespace GigaChat.Usage.Capture;

/// <summary>Reads the body of a gRPC response into a scanner of responses, and its status.</summary>
internal sealed class GrpcResponse
{
    private readonly GrpcFrames _frames;
    private HttpResponseMessage? _response;

    public GrpcResponse(ResponseScanner answer) =>
        _frames = new GrpcFrames(new ProtoReader(GrpcContract.Response, answer));

    /// <summary>Whether the response is a stream of messages.</summary>
    public bool IsStream { get; private set; }

    /// <summary>The status; null before the trailers, and of a response that broke off.</summary>
    public int? Status { get; private set; }

    public bool IsMalformed => _frames.IsMalformed;

    public void Start(HttpResponseMessage response, bool isStream)
    {
        _response = response;
        IsStream = isStream;
        Status = GrpcStatus.In(response.Headers);
        _frames.Start(
            response.Headers.NonValidated.TryGetValues(GrpcExchange.EncodingHeader, out var encoding)
                ? encoding.ToString()
                : null
        );
    }

    public void Read(ReadOnlySpan<byte> bytes) => _frames.Read(bytes);

    /// <summary>The body has ended, and with it the trailers have come; or it never will.</summary>
    public void End()
    {
        Status ??= _frames.Trailers.IsEmpty
            ? _response is null
                ? null
                : GrpcStatus.In(_response.TrailingHeaders)
            : GrpcStatus.In(_frames.Trailers);
        _response = null;
    }
}
