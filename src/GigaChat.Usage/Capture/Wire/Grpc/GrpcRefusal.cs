using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace GigaChat.Usage.Capture;

/// <summary>What a gRPC client understands in place of status 429: a response of trailers alone with
/// <c>RESOURCE_EXHAUSTED</c>.</summary>
internal static class GrpcRefusal
{
    /// <param name="request">The request that was not sent.</param>
    /// <param name="message">Why.</param>
    /// <param name="retryAfter">When to try again; null for never, so that a retry policy gives up.</param>
    public static HttpResponseMessage Of(HttpRequestMessage request, string message, TimeSpan? retryAfter)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Version = request.Version,
            Content = new ByteArrayContent([]),
        };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(GrpcExchange.ContentType);
        response.Headers.TryAddWithoutValidation(
            "grpc-status",
            GrpcStatus.ResourceExhausted.ToString(CultureInfo.InvariantCulture)
        );
        response.Headers.TryAddWithoutValidation("grpc-message", Uri.EscapeDataString(message));
        response.Headers.TryAddWithoutValidation(
            "grpc-retry-pushback-ms",
            ((long)(retryAfter?.TotalMilliseconds ?? -1)).ToString(CultureInfo.InvariantCulture)
        );
        return response;
    }
}
