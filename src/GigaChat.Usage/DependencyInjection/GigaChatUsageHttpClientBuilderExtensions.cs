using GigaChat.Usage;
using GigaChat.Usage.Capture;
using GigaChat.Usage.DependencyInjection;
using GigaChat.Usage.Recording;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds usage tracking to one <see cref="System.Net.Http.IHttpClientFactory"/> client.</summary>
public static class GigaChatUsageHttpClientBuilderExtensions
{
    /// <summary>
    /// Tracks the calls of this client, to whatever host they go: a client that is named here is known to be
    /// GigaChat's.
    /// Works alone, for applications that track only some clients, and beside
    /// <c>services.AddGigaChatUsageTracking()</c>, where each call is still recorded once.
    /// </summary>
    /// <param name="builder">The client's builder.</param>
    /// <param name="context">What the client's calls are charged to where scope and request say nothing.</param>
    /// <returns>The builder of usage tracking, to choose the store with: all tracked clients share it.</returns>
    public static IGigaChatUsageBuilder AddGigaChatUsageTracking(
        this IHttpClientBuilder builder,
        UsageContext? context = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddCore();
        builder.Services.Configure<TrackedClients>(clients => clients.Add(builder.Name, context));
        return new GigaChatUsageBuilder(builder.Services);
    }
}
