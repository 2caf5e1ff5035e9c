using GigaChat.Usage.Capture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage;

/// <summary>Puts the handler into factory clients, innermost of the handlers that the application adds.</summary>
internal sealed class UsageHandlerFilter(IServiceProvider services, IOptions<TrackedClients> clients, IOptions<GigaChatUsageOptions> options)
    : IHttpMessageHandlerBuilderFilter
{
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        var named = clients.Value.TryGetNamed(builder.Name, out var context);
        if (!named && !(clients.Value.All && options.Value.TrackAllClients))
            return;
        if (builder.AdditionalHandlers.Any(handler => handler is GigaChatUsageHandler))
            return;

        // Resolved here and not in the constructor: building the recorder must not be part of building the first client of an application that sends none.
        var capture = services.GetRequiredService<UsageCapture>();
        builder.AdditionalHandlers.Add(new GigaChatUsageHandler(capture, named ? capture.EveryHost : capture.Hosts, context));
    };
}
