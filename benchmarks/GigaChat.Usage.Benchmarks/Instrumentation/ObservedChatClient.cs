using System.ClientModel;
using System.ClientModel.Primitives;
using GigaChat.Usage.Benchmarks.Wire;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace GigaChat.Usage.Benchmarks.Instrumentation;

/// <summary>The OpenAI client over canned responses, with one way of observing it.</summary>
internal sealed class ObservedChatClient : IDisposable
{
    private const string SourceName = "benchmark";

    private readonly ObservedHttpClient _http;
    private readonly IChatClient _chat;
    private readonly DiscardedSpans? _spans;
    private readonly TracerProvider? _tracing;
    private readonly Microsoft.Extensions.AI.ChatMessage[] _messages =
    [
        new(ChatRole.System, ChatRequest.System),
        new(ChatRole.User, ChatRequest.User),
    ];

    private ObservedChatClient(ObservedHttpClient http, bool openTelemetry = false)
    {
        _http = http;
        var options = new OpenAIClientOptions
        {
            Endpoint = ChatRequest.BaseAddress,
            Transport = new HttpClientPipelineTransport(http.Client),
        };
        _chat = new ChatClient("GigaChat-2-Pro", new ApiKeyCredential("unused"), options).AsIChatClient();
        if (!openTelemetry)
            return;
        _spans = new DiscardedSpans();
        _tracing = Sdk.CreateTracerProviderBuilder()
            .SetSampler(new AlwaysOnSampler())
            .AddSource(SourceName)
            .AddProcessor(_spans)
            .Build();
        _chat = new OpenTelemetryChatClient(_chat, sourceName: SourceName);
    }

    public static ObservedChatClient Bare(CannedAnswer answer) => new(ObservedHttpClient.Bare(answer));

    public static ObservedChatClient GigaChatUsage(CannedAnswer answer) =>
        new(ObservedHttpClient.GigaChatUsage(answer));

    public static ObservedChatClient OpenTelemetryChat(CannedAnswer answer) =>
        new(ObservedHttpClient.Bare(answer), openTelemetry: true);

    /// <summary>Sends a request, and returns the length of the response's text.</summary>
    public async Task<int> AskAsync() => (await _chat.GetResponseAsync(_messages)).Text.Length;

    /// <summary>Asks and reads the stream to its end; returns how many updates came.</summary>
    public async Task<int> StreamAsync()
    {
        var updates = 0;
        await foreach (var _ in _chat.GetStreamingResponseAsync(_messages))
            updates++;
        return updates;
    }

    /// <summary>Fails when the calls made so far were not observed.</summary>
    public void ThrowIfUnobserved()
    {
        _http.ThrowIfUnobserved();
        _spans?.ThrowIfNone();
    }

    public void Dispose()
    {
        _chat.Dispose();
        _http.Dispose();
        _tracing?.Dispose();
        _spans?.Dispose();
    }
}
