using GigaChat.Usage.Attribution;
using GigaChat.Usage.Capture;

namespace GigaChat.Usage;

/// <summary>Extension methods for the attribution of one request.</summary>
public static class HttpRequestMessageExtensions
{
    private static readonly RequestNote<UsageContext> Note = new("GigaChat.Usage.Context");

    /// <summary>Attributes a request to a context; its values override those of the ambient scope.</summary>
    /// <param name="request">The request.</param>
    /// <param name="context">The values to set.</param>
    /// <returns>The request.</returns>
    public static HttpRequestMessage SetGigaChatUsage(this HttpRequestMessage request, UsageContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        Note.Set(request, context);
        return request;
    }

    internal static UsageContext? GetGigaChatUsage(this HttpRequestMessage request) => Note.Of(request);
}
