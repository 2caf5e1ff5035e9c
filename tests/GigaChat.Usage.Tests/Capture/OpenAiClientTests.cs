using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>The official OpenAI package works through the handler, and what is recorded is what the server
/// billed.</summary>
[TestFixture]
internal sealed class OpenAiClientTests
{
    private GigaChatServer _server = null!;
    private RecordList _recorder = null!;
    private HttpClient _http = null!;
    private OpenAIClient _openAi = null!;

    [SetUp]
    public async Task Start()
    {
        _server = await GigaChatServer.StartAsync();
        _recorder = new RecordList();
        _http = new HttpClient(new GigaChatUsageHandler(_recorder, new SocketsHttpHandler()));
        _openAi = new OpenAIClient(
            new ApiKeyCredential("not-a-key"),
            new OpenAIClientOptions
            {
                Endpoint = _server.V1BaseAddress,
                Transport = new HttpClientPipelineTransport(_http),
                RetryPolicy = new ClientRetryPolicy(0),
            }
        );
    }

    [TearDown]
    public async Task Stop()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Chat_streaming_and_embeddings_equal_the_servers_ledger()
    {
        var chat = _openAi.GetChatClient("GigaChat-2-Pro");
        ChatMessage[] messages =
        [
            new SystemChatMessage("Отвечай коротко."),
            new UserChatMessage("Сколько ног у паука?"),
        ];

        await chat.CompleteChatAsync(messages);
        chat.CompleteChat(messages);
        await foreach (var _ in chat.CompleteChatStreamingAsync(messages)) { }

        foreach (var _ in chat.CompleteChatStreaming(messages)) { }

        await _openAi.GetEmbeddingClient("Embeddings").GenerateEmbeddingsAsync(["Первый", "Второй"]);

        _recorder
            .Records.Select(record =>
                (
                    record.Model,
                    record.PromptTokens,
                    record.CompletionTokens,
                    record.CachedPromptTokens,
                    record.TotalTokens,
                    record.RequestId
                )
            )
            .Should()
            .Equal(
                _server.Ledger.Select(call =>
                    (
                        call.Model,
                        (long?)call.Tokens.Prompt,
                        (long?)call.Tokens.Completion,
                        call.Endpoint == "embeddings" ? null : (long?)call.Tokens.Cached,
                        call.Tokens.Total,
                        call.RequestId
                    )
                )
            );
        _recorder
            .Records.Should()
            .HaveCount(5)
            .And.OnlyContain(record =>
                record.Source == UsageSource.Reported && record.Outcome == UsageOutcome.Completed
            );
        _recorder.Records.Take(4).Should().OnlyContain(record => record.PromptLength == 36);
    }
}
