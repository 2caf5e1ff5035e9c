using System.Collections.Frozen;

namespace GigaChat.Usage.Capture;

/// <summary>Decides by the host of a request whether a call of GigaChat's shape is tracked, and counts those that are
/// not.</summary>
internal sealed class HostMatcher
{
    /// <summary>Domains of Sber's own whose GigaChat hosts come and go: early access, test stands, and the contour of
    /// B2Bank behind client certificates.</summary>
    private static readonly string[] SberDomains =
    [
        ".devices.sberbank.ru",
        ".sberdevices.ru",
        ".sberdevices.delta.sbrf.ru",
    ];

    /// <summary>A host of GigaChat's that examples of the official SDK name and that is not called so.</summary>
    private const string SberBeta = "beta.saluteai.sberdevices.ru";

    /// <summary>Providers whose API has the same shape and who do not serve GigaChat: no finding for calls to
    /// them.</summary>
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

    /// <param name="options">The choices of tracking.</param>
    /// <param name="everyHost">Whether the client is known to be GigaChat's, so that its calls to any host are.</param>
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

    /// <summary>Calls of GigaChat's shape that are not tracked, by host.</summary>
    public HostTally Untracked { get; } = new();

    /// <summary>The host of an address as it is compared; a name may end in the dot of the DNS root.</summary>
    public static string NameOf(Uri address) =>
        address.IdnHost is { Length: > 1 } host && host[^1] == '.' ? host[..^1] : address.IdnHost;

    /// <summary>The rule of a request's host; null when its calls are not tracked.</summary>
    public HostRule? Find(HttpRequestMessage request, Uri address)
    {
        var host = NameOf(address);
        if (RuleOf(host) is { } rule)
            return rule;

        // Service discovery puts an address of the network into the URI and leaves the name that was asked for in the
        // Host header.
        if (request.Headers.Host is { } named && RuleOf(WithoutPort(named)) is { } byName)
            return byName;
        if (_hosts is null)
            return HostRule.GigaChat;
        return _localServers && address.IsLoopback ? HostRule.Local : null;
    }

    /// <summary>Counts a call of GigaChat's shape that is not tracked.</summary>
    public void CountUntracked(HttpRequestMessage request, Uri address)
    {
        var host = request.Headers.Host is { Length: > 0 } named ? WithoutPort(named) : NameOf(address);
        if (!Array.Exists(OtherProviders, provider => IsWithin(host, provider)))
            Untracked.Add(host);
    }

    /// <summary>Whether calls to a host are tracked, whatever their model or only if it is GigaChat's.</summary>
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
