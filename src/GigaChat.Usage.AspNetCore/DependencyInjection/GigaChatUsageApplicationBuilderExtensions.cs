using GigaChat.Usage;
using GigaChat.Usage.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Charges the calls made while a request is answered to its user.</summary>
public static class GigaChatUsageApplicationBuilderExtensions
{
    /// <summary>
    /// Charges every GigaChat call made while a request is answered to the signed-in user: the id from the claim name
    /// identifier, or <c>sub</c>, or else the
    /// user's name; the name from the identity. Stands after authentication. What an endpoint was given by
    /// <c>WithGigaChatUsage(…)</c> is added, and a
    /// <see cref="UsageScope"/> inside the request goes before both.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="context">
    /// Tells more of a request, such as its platform and topic, and goes before the user and the endpoint; it may
    /// return null. What it throws is logged,
    /// and the request goes on.
    /// </param>
    public static IApplicationBuilder UseGigaChatUsageAttribution(
        this IApplicationBuilder app,
        Func<HttpContext, UsageContext?>? context = null
    )
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.UseMiddleware<UsageAttributionMiddleware>(new UsageAttribution(context));
    }

    /// <summary>Says what the calls made by an endpoint, or a group of them, are charged to, such as its platform; used
    /// by <see cref="UseGigaChatUsageAttribution"/>.</summary>
    /// <typeparam name="TBuilder">The endpoint or group.</typeparam>
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
