using System.Security.Claims;
using GigaChat.Usage.Logging;
using GigaChat.Usage.Recording;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Opens a scope around the rest of a request: the attribution of the application, of the endpoint, and of the
/// signed-in user.
/// </summary>
internal sealed class UsageAttributionMiddleware(
    RequestDelegate next,
    UsageAttribution attribution,
    ILogger<UsageAttributionMiddleware> logger
)
{
    private readonly QuietLogger _logger = new(logger);

    public async Task InvokeAsync(HttpContext context)
    {
        var usage = Said(context)?.WithFallback(Known(context)) ?? Known(context);
        if (usage is null)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        using (UsageScope.Begin(usage))
            await next(context).ConfigureAwait(false);
    }

    private UsageContext? Said(HttpContext context)
    {
        try
        {
            return attribution.Context?.Invoke(context);
        }
        catch (Exception error)
        {
            DashboardLog.AttributionFailed(_logger, error);
            return null;
        }
    }

    private static UsageContext? Known(HttpContext context)
    {
        var endpoint = context
            .GetEndpoint()
            ?.Metadata.GetOrderedMetadata<UsageContext>()
            .Aggregate((UsageContext?)null, static (outer, inner) => inner.WithFallback(outer));
        var user = OfUser(context.User);
        return endpoint?.WithFallback(user) ?? user;
    }

    private static UsageContext? OfUser(ClaimsPrincipal user)
    {
        if (user.Identity?.IsAuthenticated != true)
            return null;
        var id = user.FindFirstValue(ClaimTypes.NameIdentifier) ?? user.FindFirstValue("sub");
        var name = user.Identity.Name ?? user.FindFirstValue("name") ?? user.FindFirstValue("preferred_username");
        return new UsageContext { UserId = id ?? name, UserName = name };
    }
}
