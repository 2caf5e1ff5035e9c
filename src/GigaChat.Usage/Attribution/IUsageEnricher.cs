namespace GigaChat.Usage;

/// <summary>
/// Adds attribution to a call when it is sent. Any number can be registered; they run in the order of registration.
/// </summary>
/// <remarks>
/// Runs on the path of the caller, so it should be fast. Its exceptions are counted and logged, and the call continues
/// without it.
/// </remarks>
public interface IUsageEnricher
{
    /// <summary>Gets the context to which the call is attributed.</summary>
    /// <param name="context">The context from the client, the scope, the request and earlier enrichers.</param>
    /// <param name="request">The request, which must not be changed; its body may be readable only once and must not be
    /// read.</param>
    /// <returns>The same context, or one with more values: <c>context with { Platform = "web" }</c>.</returns>
    UsageContext Enrich(UsageContext context, HttpRequestMessage request);
}
