using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Creates the gRPC equivalent of status 429: a trailers-only response with <c>RESOURCE_EXHAUSTED</c>.
/// </summary>
internal static class GrpcRefusal
{
    /// <param name="request">The request that was not sent.</param>
    /// <param name="message">The reason of the rejection.</param>
    /// <param name="retryAfter">The time after which to try again; <c>null</c> for never, so that a retry policy
    /// stops.</param>
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
