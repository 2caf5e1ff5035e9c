using System.Buffers;
using GigaChat.Usage;
using GigaChat.Usage.AspNetCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Extension methods that map the dashboard.</summary>
public static class GigaChatUsageEndpointRouteBuilderExtensions
{
    private static readonly SearchValues<char> NotLiteral = SearchValues.Create("{}*?#\\ ");

    /// <summary>
    /// Maps the dashboard of usage and cost: pages, exports and assets below one path, for GET and HEAD.
    /// </summary>
    /// <remarks>
    /// Closed by default: call <c>RequireAuthorization(…)</c> on the returned builder, which then decides, or
    /// <c>AllowAnonymous()</c>, which opens the dashboard to everyone who can reach it. With neither, the start of the
    /// application fails, except in the Development environment, where requests of this machine are served. Requests
    /// that show a proxy, by its headers, by HTTP/1.0 or by <c>Connection: close</c>, count as remote, and so do those
    /// that ForwardedHeadersMiddleware has rewritten; requests that a browser makes for another site are refused. A
    /// proxy on this machine that gives no such sign cannot be detected: behind a proxy, use a policy. Output caching
    /// and CORS of the application never apply to the dashboard.
    /// </remarks>
    /// <param name="endpoints">The application.</param>
    /// <param name="path">The path of the dashboard, such as <c>/admin/gigachat-usage</c>; literal, without route
    /// parameters.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>A builder that adds conventions, such as a policy, to every endpoint of the dashboard, its assets
    /// included.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is not a literal path that starts with a
    /// slash.</exception>
    /// <exception cref="OptionsValidationException">An option is out of its range; the message names each of
    /// them.</exception>
    /// <exception cref="InvalidOperationException">Usage tracking has not been added to the application's
    /// services.</exception>
    public static IEndpointConventionBuilder MapGigaChatUsageDashboard(
        this IEndpointRouteBuilder endpoints,
        string path = "/gigachat-usage",
        Action<GigaChatUsageDashboardOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(path);
        if (
            !path.StartsWith('/')
            || path.Contains("//", StringComparison.Ordinal)
            || path.AsSpan().ContainsAny(NotLiteral)
        )
            throw new ArgumentException(
                $"The dashboard's path must be literal and start with a slash, such as /admin/gigachat-usage; it is \"{path}\".",
                nameof(path)
            );
        if (
            endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(GigaChatTokenUsage))
            == false
        )
            throw new InvalidOperationException(
                "Call services.AddGigaChatUsageTracking() before the dashboard is mapped."
            );

        // Of UseDashboardOptions, a new instance for each dashboard.
        var options = endpoints
            .ServiceProvider.GetService<IOptionsFactory<GigaChatUsageDashboardOptions>>()
            ?.Create(Options.DefaultName)
            ?? new GigaChatUsageDashboardOptions();
        configure?.Invoke(options);
        GigaChatUsageDashboardOptionsValidator.ThrowIfInvalid(options);
        return DashboardEndpoints.Map(endpoints.MapGroup(path.TrimEnd('/')), path, options);
    }
}
