namespace GigaChat.Usage.Capture;

/// <summary>What tells a gRPC call from others, by its address and headers.</summary>
internal static class GrpcExchange
{
    public const string EncodingHeader = "grpc-encoding";

    public const string ContentType = "application/grpc";

    public static bool Is(CapturedEndpoint endpoint) =>
        endpoint is CapturedEndpoint.GrpcChat or CapturedEndpoint.GrpcChatStream;

    /// <summary>Whether a content is one of gRPC's; gRPC-Web in base64 cannot be read.</summary>
    public static bool IsContent(HttpContent content) =>
        content.Headers.NonValidated.TryGetValues("Content-Type", out var types)
        && types.ToString() is var type
        && type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && !type.StartsWith("application/grpc-web-text", StringComparison.OrdinalIgnoreCase);

    /// <summary>The compression of a request's messages; null for none.</summary>
    public static string? EncodingOf(HttpRequestMessage request) =>
        request.Headers.NonValidated.TryGetValues(EncodingHeader, out var encoding) ? encoding.ToString() : null;
}
