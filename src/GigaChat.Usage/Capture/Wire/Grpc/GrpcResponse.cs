namespace GigaChat.Usage.Capture;

/// <summary>Reads the body of a gRPC response, passes it to a response scanner, and reads its status.</summary>
internal sealed class GrpcResponse
{
    private readonly GrpcFrames _frames;
    private HttpResponseMessage? _response;

    public GrpcResponse(ResponseScanner answer) =>
        _frames = new GrpcFrames(new ProtoReader(GrpcContract.Response, answer));

    /// <summary><c>true</c> if the response is a stream of messages; otherwise, <c>false</c>.</summary>
    public bool IsStream { get; private set; }

    /// <summary>The status; <c>null</c> before the trailers, and for an interrupted response.</summary>
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

    /// <summary>Called when the body has ended: the trailers have been received, or never will be.</summary>
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
