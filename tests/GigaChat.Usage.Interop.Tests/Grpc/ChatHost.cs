using System.Net;
using GigaChat.Usage.Interop.Wire;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Interop.Grpc;

/// <summary>A gRPC server on this machine, and clients of it.</summary>
internal sealed class ChatHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ChatHost(WebApplication application, ChatLedger ledger)
    {
        _application = application;
        Ledger = ledger;
    }

    public ChatLedger Ledger { get; }

    public Uri Address => new(_application.Urls.First());

    /// <param name="compression">The algorithm of responses; none when null.</param>
    public static async Task<ChatHost> StartAsync(string? compression = null)
    {
        var ledger = new ChatLedger();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2)
        );
        builder.WebHost.UseUrls();
        builder.Services.AddSingleton(ledger);
        builder.Services.AddGrpc(options =>
        {
            options.ResponseCompressionAlgorithm = compression;
            options.ResponseCompressionLevel = compression is null
                ? null
                : System.IO.Compression.CompressionLevel.Optimal;
        });
        var application = builder.Build();
        application.MapGrpcService<ChatServiceImplementation>();
        await application.StartAsync();
        return new ChatHost(application, ledger);
    }

    /// <summary>A channel whose calls pass a handler.</summary>
    public GrpcChannel Channel(DelegatingHandler handler)
    {
        handler.InnerHandler = new SocketsHttpHandler();
        return GrpcChannel.ForAddress(
            Address,
            new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true }
        );
    }

    public static ChatRequest Request(int maxTokens = 0) =>
        new()
        {
            Model = ChatLedger.Model,
            Options = maxTokens == 0 ? null : new ChatOptions { MaxTokens = maxTokens, Temperature = 0.5f },
            Messages =
            {
                new Message { Role = "system", Content = "Отвечай кратко." },
                new Message { Role = "user", Content = "Сколько ног у паука?" },
            },
        };

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}
