using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Documents.Tests;

/// <summary>The chat service of GigaChat over gRPC: every call gets the same response of 17 tokens.</summary>
public sealed class ChatService : IAsyncDisposable
{
    public const int Tokens = 17;

    // alternatives { finish_reason }, usage { 12, 5, 17 }, model_info { name }
    private static readonly byte[] Response =
    [
        .. (byte[])[0x0A, 6, 0x12, 4],
        .. "stop"u8,
        .. (byte[])[0x12, 6, 0x08, 12, 0x10, 5, 0x18, Tokens],
        .. (byte[])[0x1A, 12, 0x0A, 10],
        .. "GigaChat-2"u8,
    ];

    private readonly WebApplication _application;

    private ChatService(WebApplication application) => _application = application;

    public Uri Address => new(_application.Urls.First());

    /// <summary>The method, with messages as their bytes.</summary>
    public static Method<byte[], byte[]> Chat { get; } =
        new(
            MethodType.Unary,
            "gigachat.v1.ChatService",
            "Chat",
            Marshallers.Create(static bytes => bytes, static bytes => bytes),
            Marshallers.Create(static bytes => bytes, static bytes => bytes)
        );

    /// <summary>A request for the model GigaChat-2.</summary>
    public static byte[] Request { get; } = [0x12, 10, .. "GigaChat-2"u8];

    public static async Task<ChatService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2)
        );
        builder.WebHost.UseUrls();
        var application = builder.Build();
        application.MapPost("/gigachat.v1.ChatService/Chat", static async context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.DeclareTrailer("grpc-status");
            await context.Response.Body.WriteAsync((byte[])[0, 0, 0, 0, (byte)Response.Length, .. Response]);
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await application.StartAsync();
        return new ChatService(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
