using System.IO.Compression;
using System.Net;
using System.Text;
using GigaChat.Usage.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Tests.Capture.Transparency;

/// <summary>A Kestrel server that answers any request with a body of the kind its path names, over HTTP/1.1 and over
/// HTTP/2 without TLS.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Uri[] _addresses;
    private readonly CancellationTokenSource _stop = new();

    private RawServer(WebApplication app)
    {
        _app = app;
        _addresses =
        [
            .. app
                .Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.Select(address => new Uri(address)),
        ];
    }

    /// <summary>Answers <c>/echo/…</c>, <c>/hang-before-headers/…</c>, <c>/hang-in-body/…</c> and
    /// <c>/&lt;kind&gt;/…</c>.</summary>
    public static async Task<RawServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        RawServer? server = null;
        app.Run(context => server!.Answer(context));
        await app.StartAsync();
        return server = new RawServer(app);
    }

    public Uri AddressFor(Version version) => _addresses[version.Major == 2 ? 1 : 0];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private static byte[] Gzip(byte[] body)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            gzip.Write(body);
        return zipped.ToArray();
    }

    private async Task Answer(HttpContext context)
    {
        var what = context.Request.Path.Value!.Split('/')[1];
        context.Response.Headers["X-Request-ID"] = "4f7b";
        context.Response.Headers["X-Several"] = new[] { "one", "two" };
        switch (what)
        {
            case "echo":
                await Echo(context);
                break;
            case "hang-before-headers":
                await Hang(context);
                break;
            case "hang-in-body":
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{\"choices\":[");
                await context.Response.Body.FlushAsync();
                await Hang(context);
                break;
            default:
                await Answer(context, Enum.Parse<BodyKind>(what));
                break;
        }
    }

    private async Task Hang(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stop.Token);
        var ended = new TaskCompletionSource();
        await using var registration = either.Token.Register(ended.SetResult);
        await ended.Task;
    }

    private static async Task Echo(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context
            .Request.Headers.OrderBy(header => header.Key, StringComparer.Ordinal)
            .Where(header => header.Key is not ("Host" or "traceparent"))
            .Select(header => $"{header.Key}: {header.Value}");
        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync(string.Join('\n', headers) + "\n\n" + Convert.ToHexString(body.ToArray()));
    }

    private static Task Answer(HttpContext context, BodyKind kind)
    {
        var json = Encoding.UTF8.GetBytes(WireFixtures.All[0].Exchange.Answer);
        var events = Encoding.UTF8.GetBytes(
            WireFixtures.All.First(fixture => fixture.Name == "v1 stream").Exchange.Answer
        );
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        switch (kind)
        {
            case BodyKind.Json:
                response.Headers.ContentLanguage = "ru";
                return Write(response, json);
            case BodyKind.Sse:
                response.ContentType = "text/event-stream";
                return WriteChunks(context, events, 40);
            case BodyKind.Gzip:
                response.Headers.ContentEncoding = "gzip";
                return Write(response, Gzip(json));
            case BodyKind.Chunked:
                return WriteChunks(context, json, 100);
            case BodyKind.Empty:
                return Write(response, []);
            case BodyKind.NoContent:
                response.ContentType = null;
                response.StatusCode = 204;
                return Task.CompletedTask;
            case BodyKind.BadRequest:
                response.StatusCode = 429;
                response.Headers.RetryAfter = "3";
                return Write(response, """{"status":429,"message":"Too Many Requests"}"""u8.ToArray());
            case BodyKind.ServerError:
                response.StatusCode = 500;
                return Write(response, """{"status":500,"message":"Internal"}"""u8.ToArray());
            case BodyKind.Html:
                response.ContentType = "text/html";
                return Write(response, "<!doctype html><html><body>Bad gateway</body></html>"u8.ToArray());
            case BodyKind.Binary:
                response.ContentType = "image/jpeg";
                return Write(response, [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i * 31))]);
            case BodyKind.NotUtf8:
                response.ContentType = "application/json; charset=windows-1251";
                return Write(
                    response,
                    [.. "{\"choices\":[{\"message\":{\"content\":\""u8, 0xCF, 0xF0, 0xE8, 0xFF, .. "\"}}]}"u8]
                );
            case BodyKind.TooShort:
                response.ContentLength = json.Length + 10;
                return WriteAndBreakOff(context, json);
            case BodyKind.CutOff:
                response.ContentType = "text/event-stream";
                return WriteAndBreakOff(context, events[..200]);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind.");
        }
    }

    private static Task Write(HttpResponse response, byte[] body)
    {
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, 0, body.Length);
    }

    private static async Task WriteChunks(HttpContext context, byte[] body, int size)
    {
        if (context.Response.SupportsTrailers())
            context.Response.DeclareTrailer("X-Checksum");
        for (var at = 0; at < body.Length; at += size)
        {
            await context.Response.Body.WriteAsync(body.AsMemory(at, Math.Min(size, body.Length - at)));
            await context.Response.Body.FlushAsync();
        }

        if (context.Response.SupportsTrailers())
            context.Response.AppendTrailer("X-Checksum", "42");
    }

    /// <summary>Breaks off the way that loses nothing of what was sent: Kestrel closes the connection behind the last
    /// byte.</summary>
    private static async Task WriteAndBreakOff(HttpContext context, byte[] body)
    {
        await context.Response.Body.WriteAsync(body);
        await context.Response.Body.FlushAsync();
        throw new IOException("The server breaks off.");
    }
}
