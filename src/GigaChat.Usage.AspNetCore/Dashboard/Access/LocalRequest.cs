using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Tells requests of this machine from all others; in doubt a request is not local.</summary>
internal static class LocalRequest
{
    /// <summary>Headers that proxies add. ForwardedHeadersMiddleware takes away those it has understood; one that is left means an origin nobody has checked.</summary>
    private static readonly string[] ProxyHeaders =
    [
        "Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-Original-Forwarded-For", "X-ProxyUser-Ip", "True-Client-IP",
        "CF-Connecting-IP", "CF-Ray", "Fastly-Client-IP", "X-Envoy-External-Address", "X-Envoy-Peer-Metadata", "X-ARR-LOG-ID", "Proxy-Connection",
    ];

    /// <summary>
    /// Whether a request comes from this machine: over loopback, through no proxy, and to a name of this machine, so that a page of another site
    /// cannot reach it by a name that resolves to 127.0.0.1.
    /// </summary>
    /// <remarks>
    /// nginx adds no header unless told to, and names 127.0.0.1 itself, but by default asks in HTTP/1.0 with <c>Connection: close</c>, which no browser
    /// does. A proxy that gives no such sign cannot be told apart.
    /// </remarks>
    public static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !HttpProtocol.IsHttp10(context.Request.Protocol)
        && !context.Request.Headers.GetCommaSeparatedValues(HeaderNames.Connection).Contains("close", StringComparer.OrdinalIgnoreCase)
        && !context.Request.Headers.Any(static header => IsOfProxy(header.Key))
        && IsLocalName(context.Request.Host);

    private static bool IsOfProxy(string header) =>
        header.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase)
        || ProxyHeaders.Contains(header, StringComparer.OrdinalIgnoreCase);

    private static bool IsLocalName(HostString host)
    {
        var name = host.Host;
        return string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
