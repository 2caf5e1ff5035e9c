using GigaChat.Usage;
using GigaChat.Usage.Capture;
using GigaChat.Usage.DependencyInjection;
using GigaChat.Usage.Recording;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Extension methods that add usage tracking to one <see cref="System.Net.Http.IHttpClientFactory"/> client.
/// </summary>
public static class GigaChatUsageHttpClientBuilderExtensions
{
    /// <summary>
    /// Tracks the calls of this client, whatever their host. It works alone, for applications that track only some
    /// clients, and together with <c>services.AddGigaChatUsageTracking()</c>, where each call is still recorded once.
    /// </summary>
    /// <param name="builder">The client's builder.</param>
    /// <param name="context">The attribution of the client's calls where scope and request set none.</param>
    /// <returns>The builder of usage tracking, which chooses the store that all tracked clients share.</returns>
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
