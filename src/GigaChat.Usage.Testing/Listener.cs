using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GigaChat.Usage.Testing;

/// <summary>The socket: loopback only, without time limits for callers that read or write slowly on purpose.</summary>
internal static class Listener
{
    public static void Configure(KestrelServerOptions kestrel, GigaChatServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Listen(IPAddress.Loopback, options.Port, endpoint =>
        {
            if (options.Certificate is { } certificate)
                endpoint.UseHttps(certificate);
        });
    }
}
