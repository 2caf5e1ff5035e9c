namespace GigaChat.Usage.Capture;

/// <summary>Reads the body of a gRPC request and passes it to a request scanner.</summary>
internal sealed class GrpcRequest : IByteObserver
{
    private readonly GrpcFrames _frames;
    private readonly UsageCapture _capture;

    public GrpcRequest(RequestScanner request, string? encoding, UsageCapture capture)
    {
        _capture = capture;
        _frames = new GrpcFrames(new ProtoReader(GrpcContract.Request, request));
        _frames.Start(encoding);
    }

    public void Observe(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _frames.Read(bytes);
        }
        catch (Exception error)
        {
            _capture.Failed(CaptureFailure.Internal, error);
        }
    }
}
