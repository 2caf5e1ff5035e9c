using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GigaChat.Usage.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Tests.Capture.Transparency;

/// <summary>
/// A Kestrel server with small windows, which keeps what it is sent under the name that the path begins with.
/// <c>/&lt;name&gt;/early/…</c> responds
/// before it reads, <c>late</c> when it has read, <c>unread</c> reads nothing.
/// </summary>
internal sealed class SlowReader : IAsyncDisposable
{
    public const string Response =
        """{"choices":[{"message":{"content":"Ответ"},"finish_reason":"stop"}],"model":"GigaChat-2:2.0","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""";

    private readonly WebApplication _app;
    private readonly Uri[] _addresses;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _received = new();

    private SlowReader(WebApplication app, string certificateHash)
    {
        CertificateHash = certificateHash;
        _app = app;
        _addresses =
        [
            .. app
                .Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.Select(address => new Uri(address)),
        ];
    }

    public string CertificateHash { get; }

    public static async Task<SlowReader> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var certificate = Certificate();
        builder
            .WebHost.UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.Limits.Http2.InitialStreamWindowSize = 65_535;
                kestrel.Limits.Http2.InitialConnectionWindowSize = 65_535;
                kestrel.Limits.MinRequestBodyDataRate = null;
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
                kestrel.Listen(IPAddress.Loopback, 0, listen =>
                {
                    listen.Protocols = HttpProtocols.Http2;
                    listen.UseHttps(certificate);
                });
            });
        var app = builder.Build();
        SlowReader? server = null;
        app.Run(context => server!.RespondAsync(context));
        await app.StartAsync();
        return server = new SlowReader(app, certificate.GetCertHashString());
    }

    public Uri AddressOf(Protocol protocol) => _addresses[(int)protocol];

    /// <summary>The hash of the body that came under a name, or why it did not come whole.</summary>
    public Task<string> ReceivedAsync(string name) => Arrival(name).Task;

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    public static string HashOf(ReadOnlySpan<byte> body) => Convert.ToHexString(SHA256.HashData(body));

    private TaskCompletionSource<string> Arrival(string name) =>
        _received.GetOrAdd(name, static _ => new TaskCompletionSource<string>(
            TaskCreationOptions.RunContinuationsAsynchronously
        ));

    private async Task RespondAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Split('/');
        var (name, how) = (parts[1], parts[2]);
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        context.Response.ContentType = "application/json";
        if (how == "late")
            await ReceiveAsync(context, name);
        await context.Response.WriteAsync(Response);
        await context.Response.Body.FlushAsync();
        if (how == "early")
            await ReceiveAsync(context, name);
    }

    private async Task ReceiveAsync(HttpContext context, string name)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, 4096);
            Arrival(name).TrySetResult(HashOf(body.ToArray()));
        }
        catch (Exception error)
        {
            Arrival(name).TrySetResult($"not whole: {error.GetType().Name}");
        }
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }
}
