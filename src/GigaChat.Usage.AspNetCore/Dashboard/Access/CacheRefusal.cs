using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Keeps the output cache of an application away from the dashboard, which shows each viewer something
/// else.</summary>
internal static class CacheRefusal
{
    /// <summary>Adds what output caching looks for on an endpoint.</summary>
    public static void On(IEndpointConventionBuilder endpoints) =>
        endpoints.CacheOutput(static policy => policy.NoCache());

    /// <summary>Refuses to be kept where output caching stands before routing and has seen no endpoint.</summary>
    public static void On(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>() is { } feature)
            feature.Context.AllowCacheStorage = false;
    }
}
