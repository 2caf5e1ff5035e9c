namespace GigaChat.Usage.Capture;

/// <summary>Identifies a gRPC call by its address and headers.</summary>
internal static class GrpcExchange
{
    public const string EncodingHeader = "grpc-encoding";

    public const string ContentType = "application/grpc";

    public static bool Is(CapturedEndpoint endpoint) =>
        endpoint is CapturedEndpoint.GrpcChat or CapturedEndpoint.GrpcChatStream;

    /// <summary>Determines whether a content is a gRPC body; gRPC-Web in base64 cannot be read.</summary>
    public static bool IsContent(HttpContent content) =>
        content.Headers.NonValidated.TryGetValues("Content-Type", out var types)
        && types.ToString() is var type
        && type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && !type.StartsWith("application/grpc-web-text", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets the compression of the messages of a request; <c>null</c> for none.</summary>
    public static string? EncodingOf(HttpRequestMessage request) =>
        request.Headers.NonValidated.TryGetValues(EncodingHeader, out var encoding) ? encoding.ToString() : null;
}
