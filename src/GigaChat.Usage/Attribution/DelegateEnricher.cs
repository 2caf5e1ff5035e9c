namespace GigaChat.Usage.Attribution;

/// <summary>An enricher that invokes a function.</summary>
internal sealed class DelegateEnricher(Func<UsageContext, HttpRequestMessage, UsageContext> enrich) : IUsageEnricher
{
    public UsageContext Enrich(UsageContext context, HttpRequestMessage request) => enrich(context, request);
}
