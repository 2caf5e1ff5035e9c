using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace GigaChat.Usage.Capture;

/// <summary>The response to a rejected call, in place of the response of the provider.</summary>
internal static class CallRejection
{
    /// <summary>
    /// The longest <c>Retry-After</c>. SDKs wait that long up to three times: a budget that is renewed in hours would
    /// block its callers (L29).
    /// </summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(1);

    public static HttpResponseMessage ToResponse(in CallAdmission admission, HttpRequestMessage request, bool isGrpc)
    {
        var retryAfter = admission.RetryAfter is { } wait && wait <= LongestRetryAfter ? wait : (TimeSpan?)null;
        return isGrpc
            ? GrpcRefusal.Of(request, admission.Message!, retryAfter)
            : TooManyRequests(admission.Message!, retryAfter, request);
    }

    private static HttpResponseMessage TooManyRequests(string message, TimeSpan? retryAfter, HttpRequestMessage request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("status", 429);
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(buffer.WrittenSpan.ToArray()),
        };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        if (retryAfter is { } wait)
            response.Headers.TryAddWithoutValidation(
                "Retry-After",
                ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture)
            );
        return response;
    }
}
