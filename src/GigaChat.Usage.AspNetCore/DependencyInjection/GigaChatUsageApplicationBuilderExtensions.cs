using GigaChat.Usage;
using GigaChat.Usage.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Extension methods that attribute GigaChat calls to the user of the current request.</summary>
public static class GigaChatUsageApplicationBuilderExtensions
{
    /// <summary>
    /// Attributes every GigaChat call made during a request to the signed-in user: the id from the claim name
    /// identifier, or <c>sub</c>, otherwise the user's name; the name from the identity. Call it after the
    /// authentication middleware. The attribution of the endpoint by <c>WithGigaChatUsage(…)</c> is added, and a
    /// <see cref="UsageScope"/> inside the request overrides both.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="context">Gets further attribution of a request, such as its platform and topic, which overrides the
    /// user and the endpoint; it may return null. Its exceptions are logged, and the request continues.</param>
    public static IApplicationBuilder UseGigaChatUsageAttribution(
        this IApplicationBuilder app,
        Func<HttpContext, UsageContext?>? context = null
    )
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.UseMiddleware<UsageAttributionMiddleware>(new UsageAttribution(context));
    }

    /// <summary>
    /// Sets the attribution of the calls made by an endpoint or a group of endpoints, such as the platform; used by
    /// <see cref="UseGigaChatUsageAttribution"/>.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the endpoint or group.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="context">The parts to set.</param>
    public static TBuilder WithGigaChatUsage<TBuilder>(this TBuilder builder, UsageContext context)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        builder.Add(endpoint => endpoint.Metadata.Add(context));
        return builder;
    }
}
