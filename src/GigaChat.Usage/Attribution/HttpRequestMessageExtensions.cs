using GigaChat.Usage.Attribution;
using GigaChat.Usage.Capture;

namespace GigaChat.Usage;

/// <summary>Attribution of one request.</summary>
public static class HttpRequestMessageExtensions
{
    private static readonly RequestNote<UsageContext> Note = new("GigaChat.Usage.Context");

    /// <summary>Charges this request to a context; its parts stand before those of the ambient scope.</summary>
    /// <param name="request">The request.</param>
    /// <param name="context">The parts to set.</param>
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
