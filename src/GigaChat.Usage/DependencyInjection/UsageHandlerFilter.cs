using GigaChat.Usage.Capture;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.DependencyInjection;

/// <summary>Adds the handler to factory clients, as the innermost of the handlers that the application adds.</summary>
internal sealed class UsageHandlerFilter(
    CaptureSource capture,
    EndpointMatcher hosts,
    IOptions<TrackedClients> clients,
    IOptions<GigaChatUsageOptions> options
) : IHttpMessageHandlerBuilderFilter
{
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) =>
        builder =>
        {
            next(builder);
            var named = clients.Value.TryGetNamed(builder.Name, out var context);
            if (!named && !(clients.Value.All && options.Value.TrackAllClients))
                return;
            if (builder.AdditionalHandlers.Any(handler => handler is GigaChatUsageHandler))
                return;

            var endpoints = named ? hosts.ToEveryHost(options.Value) : hosts;

            // Only together with other handlers: where no handler can retry a request, its mark would be a useless
            // cost.
            if (builder.AdditionalHandlers.Count > 0)
                builder.AdditionalHandlers.Insert(0, new LogicalCallHandler());
            builder.AdditionalHandlers.Add(new GigaChatUsageHandler(capture, endpoints, context));
        };
}
