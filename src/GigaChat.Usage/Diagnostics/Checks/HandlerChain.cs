using GigaChat.Usage.Capture;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Diagnostics;

/// <summary>The handlers of one client, outermost first.</summary>
internal sealed class HandlerChain
{
    private static readonly string[] RetryWords = ["Retry", "Resilien", "Polly", "PolicyHttp", "Hedging"];

    private readonly List<HttpMessageHandler> _handlers = [];

    private HandlerChain() { }

    /// <summary>The number of tracking handlers in it.</summary>
    public int Trackings => _handlers.Count(static handler => handler is GigaChatUsageHandler);

    /// <summary>
    /// The handlers between the recording handler and the network, without the factory's logging, which sends nothing
    /// again.
    /// </summary>
    public IEnumerable<DelegatingHandler> Inside =>
        Trackings == 0
            ? []
            : _handlers
                .Skip(_handlers.FindLastIndex(static handler => handler is GigaChatUsageHandler) + 1)
                .OfType<DelegatingHandler>()
                .Where(static handler => !IsLogging(handler));

    public static HandlerChain Of(HttpMessageHandler outermost)
    {
        var chain = new HandlerChain();
        for (
            HttpMessageHandler? handler = outermost;
            handler is not null;
            handler = (handler as DelegatingHandler)?.InnerHandler
        )
            chain._handlers.Add(handler);
        return chain;
    }

    /// <summary>
    /// Gets <c>true</c> if a handler retries requests, according to its name or that of a base class; otherwise,
    /// <c>false</c>.
    /// </summary>
    public static bool IsRetry(DelegatingHandler handler)
    {
        for (var type = handler.GetType(); type is not null && type != typeof(DelegatingHandler); type = type.BaseType)
        {
            if (RetryWords.Any(word => type.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                return true;
        }

        return false;
    }

    private static bool IsLogging(DelegatingHandler handler) =>
        handler.GetType().Namespace is { } space
        && space.StartsWith("Microsoft.Extensions.Http", StringComparison.Ordinal)
        && handler.GetType().Name.Contains("Log", StringComparison.Ordinal);
}
