using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The first step of every endpoint of the dashboard: checks the caller and the method.</summary>
internal static class DashboardGuard
{
    public static RequestDelegate Around(RequestDelegate answer, DashboardDoor door) =>
        context =>
        {
            SecurityHeaders.Set(context.Response);
            CacheRefusal.On(context);
            var isReadByOther = OwnSite.IsReadByOther(context.Request);
            if (isReadByOther)
                OwnSite.RefuseCors(context);
            if (isReadByOther || !door.IsOpenTo(context))
                return Problem.WriteAsync(
                    context,
                    StatusCodes.Status403Forbidden,
                    static text => text.ClosedTitle,
                    static text => text.ClosedText,
                    isClosed: true
                );
            if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            {
                context.Response.Headers[HeaderNames.Allow] = "GET, HEAD";
                return Problem.WriteAsync(
                    context,
                    StatusCodes.Status405MethodNotAllowed,
                    static text => text.MethodTitle,
                    static text => text.MethodText
                );
            }

            return answer(context);
        };
}
