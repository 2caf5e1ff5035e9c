using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Tells requests that a browser makes for a page of this origin, or for its user, from those that it makes for another site.</summary>
internal static class OwnSite
{
    /// <summary>Reports whether nothing shows that another site is behind a request. Programs that are no browser send neither header.</summary>
    public static bool Is(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].All(static site => site is "same-origin" or "none")
        && request.Headers.Origin.All(origin => string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
}
