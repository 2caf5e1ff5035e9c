using System.Net.Http.Headers;

namespace GigaChat.Usage.Capture;

internal static class HttpHeadersExtensions
{
    /// <summary>Gets the values of a header as they were sent, without parsing them; <c>null</c> if it is missing.</summary>
    public static string? Find(this HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>Gets the encoding of a body; <c>null</c> if it is not encoded.</summary>
    public static string? FindEncoding(this HttpContent? content) =>
        content?.Headers.Find("Content-Encoding") is { } encoding
        && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)
            ? encoding
            : null;
}
