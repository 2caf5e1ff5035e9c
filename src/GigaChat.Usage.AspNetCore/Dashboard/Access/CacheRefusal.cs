using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Excludes the dashboard from the application's output cache, because each viewer sees other content.
/// </summary>
internal static class CacheRefusal
{
    /// <summary>Adds the metadata that output caching reads from an endpoint.</summary>
    public static void On(IEndpointConventionBuilder endpoints) =>
        endpoints.CacheOutput(static policy => policy.NoCache());

    /// <summary>Disables caching where output caching is before routing and has seen no endpoint.</summary>
    public static void On(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>() is { } feature)
            feature.Context.AllowCacheStorage = false;
    }
}
