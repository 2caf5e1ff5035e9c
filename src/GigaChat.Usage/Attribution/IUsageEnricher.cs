namespace GigaChat.Usage;

/// <summary>Adds attribution to a call as it is sent. Register any number; they run in order of registration.</summary>
/// <remarks>Runs on the caller's path: it should be quick. What it throws is counted and logged, and the call goes on
/// without it.</remarks>
public interface IUsageEnricher
{
    /// <summary>The context the call is charged to.</summary>
    /// <param name="context">What client, scope, request and earlier enrichers set.</param>
    /// <param name="request">The request, to read and not to change; its body may be readable only once and must be
    /// left alone.</param>
    /// <returns>The same context, or one with more set: <c>context with { Platform = "web" }</c>.</returns>
    UsageContext Enrich(UsageContext context, HttpRequestMessage request);
}
