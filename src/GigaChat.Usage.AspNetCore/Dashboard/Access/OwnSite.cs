using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Distinguishes requests that a browser makes for a page of this origin, or for its user, from those that it makes for
/// another site.
/// </summary>
/// <remarks>Programs other than browsers send none of these headers.</remarks>
internal static class OwnSite
{
    /// <summary>Reports whether a request was caused by another site, according to the browser.</summary>
    public static bool IsOther(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].Any(static site => site is not ("same-origin" or "none"));

    /// <summary>Reports whether a page of another origin would read the response. A page of the dashboard has no script
    /// and never sends an origin.</summary>
    public static bool IsReadByOther(HttpRequest request) =>
        request.Headers.Origin.Any(origin =>
            !Uri.TryCreate(origin, UriKind.Absolute, out var uri) || !IsHost(uri, request)
        );

    /// <summary>
    /// Prevents an application-wide CORS policy from allowing another page to read the response. DisableCors as
    /// metadata would do so too, but would make every application fail that does not use CORS: routing then requires a
    /// CORS middleware. That middleware adds its headers when the response starts, after those registered later, so
    /// they are added to a response that is never sent.
    /// </summary>
    public static void RefuseCors(HttpContext context) =>
        context.Response.OnStarting(
            static state =>
            {
                var features = ((HttpContext)state).Features;
                features.Set<IHttpResponseFeature>(new Unsent(features.GetRequiredFeature<IHttpResponseFeature>()));
                return Task.CompletedTask;
            },
            context
        );

    /// <summary>
    /// Compares hosts without the scheme, which a proxy in front of the application may have changed.
    /// </summary>
    private static bool IsHost(Uri origin, HttpRequest request) =>
        string.Equals(origin.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
        || string.Equals($"{origin.Host}:{origin.Port}", request.Host.Value, StringComparison.OrdinalIgnoreCase);

    private sealed class Unsent : HttpResponseFeature
    {
        private readonly IHttpResponseFeature _sent;

        public Unsent(IHttpResponseFeature sent) => (_sent, StatusCode) = (sent, sent.StatusCode);

        public override bool HasStarted => _sent.HasStarted;

        public override void OnStarting(Func<object, Task> callback, object state) => _sent.OnStarting(callback, state);

        public override void OnCompleted(Func<object, Task> callback, object state) =>
            _sent.OnCompleted(callback, state);
    }
}
