using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Distinguishes requests of this machine from all others; in doubt a request is not local.</summary>
/// <param name="configuredNames">The names that the application gave to the headers of its proxies, and to those in
/// which ForwardedHeadersMiddleware keeps the old values.</param>
internal sealed class LocalRequest(IReadOnlyCollection<string> configuredNames)
{
    /// <summary>Headers that proxies add, beside <c>X-Forwarded-…</c> and <c>X-Original-…</c>.</summary>
    private static readonly string[] ProxyHeaders =
    [
        "Forwarded",
        "Via",
        "X-Real-IP",
        "X-Client-IP",
        "X-Cluster-Client-IP",
        "X-ProxyUser-Ip",
        "True-Client-IP",
        "CF-Connecting-IP",
        "CF-Ray",
        "Fastly-Client-IP",
        "X-Envoy-External-Address",
        "X-Envoy-Peer-Metadata",
        "X-ARR-LOG-ID",
        "Proxy-Connection",
    ];

    /// <summary>
    /// Gets <c>true</c> if a request comes from this machine: over loopback, through no proxy, and to a name of this
    /// machine, so that a page of another site cannot reach it by a name that resolves to 127.0.0.1; otherwise,
    /// <c>false</c>.
    /// </summary>
    /// <remarks>
    /// nginx adds no header unless configured to, and sends 127.0.0.1 as the host itself, but by default it uses
    /// HTTP/1.0 with <c>Connection: close</c>, which no browser does. A proxy that gives no such sign cannot be
    /// detected. ForwardedHeadersMiddleware changes address and name to the values of a header and removes that header;
    /// it keeps the old values in its own headers and does not change the socket. Therefore any such header and any
    /// difference from the socket count as remote, whatever the address.
    /// </remarks>
    public bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !HttpProtocol.IsHttp10(context.Request.Protocol)
        && !context
            .Request.Headers.GetCommaSeparatedValues(HeaderNames.Connection)
            .Contains("close", StringComparer.OrdinalIgnoreCase)
        && !context.Request.Headers.Any(header => IsOfProxy(header.Key))
        && IsOfSocket(context)
        && IsLocalName(context.Request.Host)
        && !OwnSite.IsOther(context.Request);

    /// <summary>
    /// Reports whether the caller in the request is the one that is connected; a server without sockets is not checked.
    /// </summary>
    private static bool IsOfSocket(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>() is not { Socket: var socket })
            return true;
        try
        {
            return socket.RemoteEndPoint is IPEndPoint caller
                && caller.Port == context.Connection.RemotePort
                && IPAddress.IsLoopback(caller.Address);
        }
        catch (Exception error) when (error is ObjectDisposedException or SocketException)
        {
            return false; // The caller has gone.
        }
    }

    private bool IsOfProxy(string header) =>
        header.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase)
        || configuredNames.Contains(header, StringComparer.OrdinalIgnoreCase)
        || ProxyHeaders.Contains(header, StringComparer.OrdinalIgnoreCase);

    private static bool IsLocalName(HostString host)
    {
        var name = host.Host;
        return string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
