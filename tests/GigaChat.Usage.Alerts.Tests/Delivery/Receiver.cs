using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Alerts.Tests;

/// <summary>A receiver of webhooks on Kestrel that behaves as it is told, and keeps what it accepts.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Request> _accepted = new();
    private int _requests;
    private int _slow;

    private Receiver(WebApplication app) => _app = app;

    /// <summary>The next behaviours; without one it accepts.</summary>
    public ConcurrentQueue<Behaviour> Next { get; } = new();

    public Uri Address => new(_app.Urls.First() + "/hook/with-a-secret");

    /// <summary>The number of requests that wait for the sender to lose patience.</summary>
    public int Slow => Volatile.Read(ref _slow);

    public int Requests => Volatile.Read(ref _requests);

    public IReadOnlyList<Request> Accepted => [.. _accepted];

    /// <summary>What a receiver that ignores repeated ids has seen.</summary>
    public IReadOnlyList<Request> Unique => [.. _accepted.DistinctBy(static request => request.Id)];

    public static async Task<Receiver> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.MapPost("/hook/{secret}", receiver.ReceiveAsync);
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        switch (Next.TryDequeue(out var behaviour) ? behaviour : Behaviour.Accept)
        {
            case Behaviour.Fail:
                context.Response.StatusCode = 503;
                return;
            case Behaviour.Redirect:
                context.Response.Redirect("http://192.0.2.1/elsewhere");
                return;
            case Behaviour.Garbage:
                // It has the notification, and its answer is no HTTP.
                Keep(context, body.ToArray());
                var transport =
                    context.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionTransportFeature>();
                if (transport is not null)
                    await transport.Transport.Output.WriteAsync("GARBAGE \0\u0001 not http\r\n\r\n"u8.ToArray());
                context.Abort();
                return;
            case Behaviour.Slow:
                // It has the notification, and does not answer before the sender has lost patience.
                Keep(context, body.ToArray());
                await WaitAsync(context.RequestAborted);
                return;
            case Behaviour.Odd:
                Keep(context, body.ToArray());
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html>{]</html>");
                return;
            default:
                Keep(context, body.ToArray());
                return;
        }
    }

    private async Task WaitAsync(CancellationToken aborted)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = aborted.Register(gone.SetResult);
        Interlocked.Increment(ref _slow);
        await gone.Task;
        Interlocked.Decrement(ref _slow);
    }

    private void Keep(HttpContext context, byte[] body) =>
        _accepted.Enqueue(
            new Request(
                context.Request.Headers["webhook-id"].ToString(),
                context.Request.Headers["webhook-timestamp"].ToString(),
                context.Request.Headers["webhook-signature"].ToString(),
                body
            )
        );

    internal enum Behaviour
    {
        Accept,
        Fail,
        Redirect,
        Garbage,
        Slow,
        Odd,
    }

    internal sealed record Request(string Id, string Timestamp, string Signature, byte[] Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;

        public string Title => Json.GetProperty("title").GetString()!;
    }
}
