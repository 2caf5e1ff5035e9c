using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Decides who may see the dashboard: the users that a policy allows, everyone where the application chose so,
/// otherwise this machine in development.
/// </summary>
internal sealed class DashboardDoor(IServiceProvider services)
{
    /// <summary>
    /// The item that AuthorizationMiddleware adds when it has checked an endpoint; EndpointMiddleware looks for the
    /// same, unless the application has switched that off (SuppressCheckForUnhandledSecurityMetadata).
    /// </summary>
    private const string PolicyHasRun = "__AuthorizationMiddlewareWithEndpointInvoked";

    private readonly Lazy<LocalRequest> _local = new(() => new LocalRequest(NamesOf(services)));

    private readonly bool _isDevelopment = services.GetService<IHostEnvironment>()?.IsDevelopment() == true;

    /// <summary>Reports whether a request may be served.</summary>
    public bool IsOpenTo(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<IAllowAnonymous>() is not null)
            return true;
        return metadata?.GetMetadata<IAuthorizeData>() is not null
            ? context.Items.ContainsKey(PolicyHasRun)
            : _isDevelopment && _local.Value.IsLocal(context);
    }

    /// <summary>Throws where a dashboard is mapped without a policy outside of development.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="path">The path that the dashboard was mapped to, without that of groups around it.</param>
    /// <exception cref="InvalidOperationException">The dashboard at the path has neither a policy nor
    /// <c>AllowAnonymous()</c>.</exception>
    public static void Check(IServiceProvider services, string path)
    {
        if (services.GetService<IHostEnvironment>() is not { } environment || environment.IsDevelopment())
            return;
        if (services.GetService<Microsoft.AspNetCore.Routing.EndpointDataSource>() is not { } source)
            return;
        var isUnguarded = source.Endpoints.Any(endpoint =>
            string.Equals(endpoint.Metadata.GetMetadata<DashboardDepth>()?.Path, path, StringComparison.Ordinal)
            && endpoint.Metadata.GetMetadata<IAuthorizeData>() is null
            && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        );
        if (!isUnguarded)
            return;
        throw new InvalidOperationException(
            $"""
            The usage dashboard at "{path}" has no policy. Without one it is for the Development environment only, and this is {environment.EnvironmentName}. Add a policy:
                builder.Services.AddAuthorization(options => options.AddPolicy("admins", policy => policy.RequireRole("admin")));
                app.MapGigaChatUsageDashboard("{path}").RequireAuthorization("admins");
            or call AllowAnonymous() in place of RequireAuthorization to open it to everyone who can reach it.
            """
        );
    }

    private static string[] NamesOf(IServiceProvider services)
    {
        var options = services.GetService<IOptions<ForwardedHeadersOptions>>()?.Value ?? new ForwardedHeadersOptions();
        return
        [
            options.ForwardedForHeaderName,
            options.ForwardedHostHeaderName,
            options.ForwardedProtoHeaderName,
            options.ForwardedPrefixHeaderName,
            options.OriginalForHeaderName,
            options.OriginalHostHeaderName,
            options.OriginalProtoHeaderName,
            options.OriginalPrefixHeaderName,
        ];
    }
}
