using System.Collections.Frozen;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Decides by the host of a request whether a call with a GigaChat path is tracked, and counts the calls that are not.
/// </summary>
internal sealed class HostMatcher
{
    /// <summary>
    /// The domains of Sber with temporary GigaChat hosts: early access, test environments, and the B2Bank environment
    /// with client certificates.
    /// </summary>
    private static readonly string[] SberDomains =
    [
        ".devices.sberbank.ru",
        ".sberdevices.ru",
        ".sberdevices.delta.sbrf.ru",
    ];

    /// <summary>
    /// A GigaChat host that the examples of the official SDK use and that does not match the usual names.
    /// </summary>
    private const string SberBeta = "beta.saluteai.sberdevices.ru";

    /// <summary>
    /// Providers with an API of the same shape that do not serve GigaChat: calls to them produce no finding.
    /// </summary>
    private static readonly string[] OtherProviders =
    [
        "openai.com",
        "azure.com",
        "anthropic.com",
        "googleapis.com",
        "mistral.ai",
        "deepseek.com",
        "groq.com",
        "x.ai",
        "cohere.com",
        "yandex.net",
    ];

    private readonly HashSet<string>? _hosts;
    private readonly FrozenDictionary<string, HostRule> _resellers;
    private readonly bool _localServers;

    /// <param name="options">The options of tracking.</param>
    /// <param name="everyHost"><c>true</c> if the client is known to call GigaChat, so that its calls to any host are
    /// tracked; otherwise, <c>false</c>.</param>
    public HostMatcher(GigaChatUsageOptions options, bool everyHost)
    {
        _hosts = everyHost
            ? null
            : new HashSet<string>(
                options.Hosts.Select(static host => host.TrimEnd('.')),
                StringComparer.OrdinalIgnoreCase
            );
        _localServers = options.TrackLocalServers;
        _resellers = options.Resellers.ToFrozenDictionary(
            static reseller => reseller.Key,
            static reseller => HostRule.Of(reseller.Value),
            StringComparer.OrdinalIgnoreCase
        );
    }

    /// <summary>The number of calls with a GigaChat path that are not tracked, by host.</summary>
    public HostTally Untracked { get; } = new();

    /// <summary>
    /// Gets the host name of an address in the form used for comparison; a name may end with the dot of the DNS root.
    /// </summary>
    public static string NameOf(Uri address) =>
        address.IdnHost is { Length: > 1 } host && host[^1] == '.' ? host[..^1] : address.IdnHost;

    /// <summary>Finds the rule of the host of a request; <c>null</c> if its calls are not tracked.</summary>
    public HostRule? Find(HttpRequestMessage request, Uri address)
    {
        var host = NameOf(address);
        if (RuleOf(host) is { } rule)
            return rule;

        // Service discovery writes a network address into the URI and keeps the original name in the Host header.
        if (request.Headers.Host is { } named && RuleOf(WithoutPort(named)) is { } byName)
            return byName;
        if (_hosts is null)
            return HostRule.GigaChat;
        return _localServers && address.IsLoopback ? HostRule.Local : null;
    }

    /// <summary>Counts a call with a GigaChat path that is not tracked.</summary>
    public void CountUntracked(HttpRequestMessage request, Uri address)
    {
        var host = request.Headers.Host is { Length: > 0 } named ? WithoutPort(named) : NameOf(address);
        if (!Array.Exists(OtherProviders, provider => IsWithin(host, provider)))
            Untracked.Add(host);
    }

    /// <summary>
    /// Determines whether calls to a host are tracked, either for any model or only for GigaChat models.
    /// </summary>
    public bool IsKnown(string host) => RuleOf(host) is not null;

    private HostRule? RuleOf(string host)
    {
        if (_resellers.TryGetValue(host, out var reseller))
            return reseller;
        return _hosts is not null && (_hosts.Contains(host) || IsSbers(host)) ? HostRule.GigaChat : null;
    }

    private static bool IsSbers(string host) =>
        host.Equals(SberBeta, StringComparison.OrdinalIgnoreCase)
        || (
            host.StartsWith("gigachat", StringComparison.OrdinalIgnoreCase)
            && Array.Exists(SberDomains, domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
        );

    private static bool IsWithin(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (host.Length == domain.Length || host[^(domain.Length + 1)] == '.');

    private static string WithoutPort(string host)
    {
        var end = host.LastIndexOf(':');
        var name = end > host.LastIndexOf(']') ? host[..end] : host;
        return name.Trim('[', ']').TrimEnd('.');
    }
}
