#pragma warning disable OPENAI001 // The package calls its Responses client experimental.
using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Responses;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>The Responses client of the official OpenAI package, and <see cref="IChatClient"/> over it, work through
/// the handler; what is recorded is what the server billed.</summary>
[TestFixture]
internal sealed class ResponsesClientTests
{
    private GigaChatServer _server = null!;
    private RecordList _recorder = null!;
    private HttpClient _http = null!;
    private ResponsesClient _responses = null!;

    [SetUp]
    public async Task Start()
    {
        _server = await GigaChatServer.StartAsync();
        _recorder = new RecordList();
        _http = new HttpClient(new GigaChatUsageHandler(_recorder, new SocketsHttpHandler()));
        _responses = new OpenAIClient(
            new ApiKeyCredential("not-a-key"),
            new OpenAIClientOptions
            {
                Endpoint = _server.V1BaseAddress,
                Transport = new HttpClientPipelineTransport(_http),
                RetryPolicy = new ClientRetryPolicy(0),
            }
        ).GetResponsesClient();
    }

    [TearDown]
    public async Task Stop()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task The_Responses_client_equals_the_servers_ledger()
    {
        ResponseResult result = await _responses.CreateResponseAsync(Options(stream: false));
        var text = "";
        await foreach (var update in _responses.CreateResponseStreamingAsync(Options(stream: true)))
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;

        result.GetOutputText().Should().NotBeEmpty().And.Be(text);
        Verify(2);
        _recorder.Records.Select(record => record.ResponseLength).Should().Equal(text.Length, text.Length);
    }

    [Test]
    public async Task IChatClient_over_the_Responses_client_equals_the_servers_ledger()
    {
        using var chat = _responses.AsIChatClient("GigaChat-2-Pro");
        ChatMessage[] messages = [new(ChatRole.System, "Отвечай коротко."), new(ChatRole.User, "Сколько ног у паука?")];

        var response = await chat.GetResponseAsync(messages);
        var streamed = await chat.GetStreamingResponseAsync(messages).ToChatResponseAsync();

        response.Text.Should().NotBeEmpty().And.Be(streamed.Text);
        new[] { response, streamed }
            .Select(result => result.Usage!.TotalTokenCount)
            .Should()
            .Equal(_server.Ledger.Select(call => (long?)call.Tokens.Total));
        Verify(2);
        _recorder.Records.Should().OnlyContain(record => record.PromptLength == 36);
    }

    [Test]
    public async Task A_function_that_IChatClient_invokes_takes_two_calls()
    {
        using var chat = _responses.AsIChatClient("GigaChat-2-Pro").AsBuilder().UseFunctionInvocation().Build();
        var weather = AIFunctionFactory.Create((string city) => $"В городе {city} солнечно", "weather");

        await chat.GetResponseAsync("Какая погода?", new ChatOptions { Tools = [weather] });

        Verify(2);
    }

    private static CreateResponseOptions Options(bool stream)
    {
        var options = new CreateResponseOptions { Model = "GigaChat-2-Pro", StreamingEnabled = stream };
        options.InputItems.Add(ResponseItem.CreateUserMessageItem("Сколько ног у паука?"));
        return options;
    }

    private void Verify(int calls)
    {
        _recorder
            .Records.Select(record =>
                (
                    record.Model,
                    record.PromptTokens,
                    record.CompletionTokens,
                    record.CachedPromptTokens,
                    record.ReasoningTokens,
                    record.TotalTokens
                )
            )
            .Should()
            .Equal(
                _server.Ledger.Select(call =>
                    (
                        call.Model,
                        (long?)call.Tokens.Prompt,
                        (long?)call.Tokens.Completion,
                        (long?)call.Tokens.Cached,
                        (long?)call.Tokens.Reasoning,
                        call.Tokens.Total
                    )
                )
            );
        _recorder
            .Records.Should()
            .HaveCount(calls)
            .And.OnlyContain(record =>
                record.Source == UsageSource.Reported && record.Outcome == UsageOutcome.Completed
            );
    }
}
