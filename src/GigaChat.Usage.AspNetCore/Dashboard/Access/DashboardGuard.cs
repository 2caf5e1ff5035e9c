using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GigaChat.Usage.AspNetCore;

/// <summary>What every endpoint of the dashboard does first: who may ask, and how.</summary>
internal static class DashboardGuard
{
    public static RequestDelegate Around(RequestDelegate answer) => context =>
    {
        SecurityHeaders.Set(context.Response);
        if (!IsOpenTo(context))
            return Problem.WriteAsync(context, StatusCodes.Status403Forbidden, static text => text.ClosedTitle, static text => text.ClosedText, isClosed: true);
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers[HeaderNames.Allow] = "GET, HEAD";
            return Problem.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, static text => text.MethodTitle, static text => text.MethodText);
        }

        return answer(context);
    };

    /// <summary>
    /// A policy on the endpoint has been checked before the endpoint runs (ASP.NET Core refuses to run it otherwise), and AllowAnonymous is a choice of
    /// the application's. With neither, only this machine may ask.
    /// </summary>
    private static bool IsOpenTo(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        return metadata?.GetMetadata<IAuthorizeData>() is not null
            || metadata?.GetMetadata<IAllowAnonymous>() is not null
            || LocalRequest.IsLocal(context);
    }
}
