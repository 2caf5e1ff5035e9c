using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Keeps what an application does for all of its endpoints away from the dashboard: it may be neither kept for others nor read by other sites.</summary>
internal static class CacheRefusal
{
    /// <summary>Adds what output caching and CORS look for on an endpoint.</summary>
    public static void On(IEndpointConventionBuilder endpoints) =>
        endpoints.WithMetadata(new DisableCorsAttribute()).CacheOutput(static policy => policy.NoCache());

    /// <summary>Refuses to be kept where output caching stands before routing and has seen no endpoint.</summary>
    public static void On(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>() is { } feature)
            feature.Context.AllowCacheStorage = false;
    }
}
