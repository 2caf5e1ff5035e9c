// Over 300 lines: a case for each kind of body.
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Text;
using GigaChat.Usage.Budgets;
using GigaChat.Usage.Capture;
using OpenAI;
using OpenAI.Chat;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>Budgets read bodies of every type of content before a call is sent, and change nothing of what is
/// sent.</summary>
internal sealed class BudgetBodyTests
{
    private static readonly UsageBudget Rubles = new() { Name = "rubles", Rubles = 0.02m };
    private static readonly GigaChatBudgetOptions Closed = new() { WhenUnknown = BudgetFailureMode.Closed };

    private static readonly object[] Contents =
    [
        new object[]
        {
            "a stream of known length",
            (byte[] body) => (HttpContent)new StreamContent(new MemoryStream(body)),
        },
        new object[] { "a stream of unknown length", (byte[] body) => (HttpContent)new StreamContent(OneWay(body)) },
        new object[]
        {
            "a content of the application's own, of known length",
            (byte[] body) => (HttpContent)new OwnContent(body, knowsLength: true, synchronous: false),
        },
        new object[]
        {
            "a content of the application's own, of unknown length",
            (byte[] body) => (HttpContent)new OwnContent(body, knowsLength: false, synchronous: false),
        },
        new object[]
        {
            "a content that writes without awaiting",
            (byte[] body) => (HttpContent)new OwnContent(body, knowsLength: false, synchronous: true),
        },
    ];

    [TestCaseSource(nameof(Contents)), Property("Lesson", "L27")]
    public async Task A_body_of_any_content_is_held_against_budgets_in_rubles(string what, object make)
    {
        using var client = new BudgetedClient([Rubles], Closed);
        HttpContent Content(int maxTokens) =>
            ((Func<byte[], HttpContent>)make)(Encoding.UTF8.GetBytes(BudgetedClient.Body(maxTokens)));

        await client.SendAsync(null, content: Content(100));
        var refused = (
            await client
                .Awaiting(c => c.SendAsync(null, content: Content(400)))
                .Should()
                .ThrowAsync<GigaChatBudgetExceededException>(what)
        ).Which;
        client.Invoking(c => c.Send(null, Content(400))).Should().Throw<GigaChatBudgetExceededException>();

        refused.Reason.Should().Be(BudgetRefusal.LimitReached);
        client.Sent.Should().Be(1);
        client.Recorder.Records.Should().ContainSingle().Which.PromptLength.Should().Be("Привет!".Length);
    }

    [TestCaseSource(nameof(Contents))]
    public async Task What_is_sent_after_it_was_read_is_what_the_application_gave(string what, object make)
    {
        // Longer than what is ever read, and of a length that no buffer divides.
        foreach (var padding in (int[])[0, 70_001, RequestPrefetch.Bound + 70_001])
        {
            var body = Encoding.UTF8.GetBytes(
                BudgetedClient.Body(100).Replace("Привет!", new string('x', padding), StringComparison.Ordinal)
            );
            var arrived = Array.Empty<byte>();
            using var budgeted = new BudgetedClient([
                new UsageBudget { Name = "all", Tokens = UsageRecordLimits.Tokens },
            ]);
            using var invoker = new HttpMessageInvoker(
                new GigaChatUsageHandler(
                    budgeted.Recorder,
                    new GigaChatUsageHandlerOptions { TimeProvider = budgeted.Clock, Gates = [budgeted.Budgets] }
                )
                {
                    InnerHandler = new Receiver(async content => arrived = await content.ReadAsByteArrayAsync()),
                }
            );
            using var content = ((Func<byte[], HttpContent>)make)(body);
            using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.giga.chat/v1/chat/completions")
            {
                Content = content,
            };

            using var response = await invoker.SendAsync(request, CancellationToken.None).Soon();
            await response.Content.ReadAsByteArrayAsync();

            arrived.AsSpan().SequenceEqual(body).Should().BeTrue($"{what}, {body.Length} bytes");
            request.Content.Should().BeSameAs(content);
            budgeted.Recorder.Records.Should().ContainSingle().Which.PromptLength.Should().Be(padding);
        }
    }

    [Test]
    public async Task A_long_body_is_read_up_to_the_bound_and_the_rest_only_once_the_call_is_admitted()
    {
        using var client = new BudgetedClient([new UsageBudget { Name = "all", Tokens = 1_000 }]);
        var body = Encoding.UTF8.GetBytes(
            BudgetedClient
                .Body(100)
                .Replace("Привет!", new string('x', 3 * RequestPrefetch.Bound), StringComparison.Ordinal)
        );
        var stream = OneWay(body);

        await client
            .Awaiting(c => c.SendAsync(null, content: new StreamContent(stream)))
            .Should()
            .ThrowAsync<GigaChatBudgetExceededException>();

        stream.Given.Should().BeLessThan(RequestPrefetch.Bound + 200_000);
        client.Sent.Should().Be(0);
    }

    [Test]
    public async Task A_content_that_waits_for_the_response_before_it_goes_on_is_sent_without_being_read_whole()
    {
        using var client = new BudgetedClient([new UsageBudget { Name = "all", Tokens = 100_000 }]);
        var (first, second) = (
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously),
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
        );
        var body = Encoding.UTF8.GetBytes(BudgetedClient.Body(100));
        var arrived = Array.Empty<byte>();
        using var invoker = new HttpMessageInvoker(
            new GigaChatUsageHandler(
                client.Recorder,
                new GigaChatUsageHandlerOptions { TimeProvider = client.Clock, Gates = [client.Budgets] }
            )
            {
                InnerHandler = new Receiver(async content =>
                {
                    second.SetResult();
                    arrived = await content.ReadAsByteArrayAsync();
                }),
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.giga.chat/v1/chat/completions")
        {
            Content = new TalkingContent(body, first, second.Task),
        };

        var sending = invoker.SendAsync(request, CancellationToken.None);
        await first.Task.Soon();
        var started = client.Clock.GetUtcNow();
        while (!sending.IsCompleted && !second.Task.IsCompleted)
        {
            (client.Clock.GetUtcNow() - started)
                .Should()
                .BeLessThan(TimeSpan.FromHours(6), "the patience for the body is seconds");
            client.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        (await sending.Soon()).StatusCode.Should().Be(HttpStatusCode.OK);
        arrived.Should().Equal(body);
    }

    [Test, Property("Lesson", "L14")]
    public async Task Forty_parallel_calls_of_the_OpenAI_client_stay_within_a_budget_in_rubles()
    {
        using var client = new BudgetedClient([Rubles with { Rubles = 1.95m, Period = BudgetPeriod.Day }], Closed)
        {
            Bills = 373,
        };
        var answers = new TaskCompletionSource();
        client.OnWire = _ => answers.Task;
        using var http = new HttpClient(client.Handler());
        var openAi = new OpenAIClient(
            new ApiKeyCredential("not-a-key"),
            new OpenAIClientOptions
            {
                Endpoint = new Uri("https://api.giga.chat/v1"),
                Transport = new HttpClientPipelineTransport(http),
                RetryPolicy = new ClientRetryPolicy(0),
            }
        );
        var chat = openAi.GetChatClient("GigaChat-2-Max");

        var calls = Enumerable
            .Range(0, 40)
            .Select(_ =>
                Task.Run(async () =>
                {
                    try
                    {
                        await chat.CompleteChatAsync(
                            [new UserChatMessage("Сколько ног у паука?")],
                            new ChatCompletionOptions { MaxOutputTokenCount = 350 }
                        );
                        return (BudgetRefusal?)null;
                    }
                    catch (GigaChatBudgetExceededException refused)
                    {
                        return refused.Reason;
                    }
                })
            )
            .ToList();
        while (calls.Count(call => call.IsCompleted) + client.Sent < 40)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        answers.SetResult();
        var reasons = await Task.WhenAll(calls).Soon();

        var (used, _) = await client.StandingAsync();
        used.Should().BeLessThanOrEqualTo(1.95m).And.BeGreaterThan(1.5m);
        reasons
            .Where(reason => reason is not null)
            .Should()
            .HaveCountGreaterThan(25)
            .And.AllBeEquivalentTo(BudgetRefusal.LimitReached);
    }

    [TestCase(BudgetFailureMode.Open)]
    [TestCase(BudgetFailureMode.Closed)]
    public async Task A_refusal_names_the_unknown_model_and_diagnostics_count_what_budgets_could_not_read(
        BudgetFailureMode mode
    )
    {
        using var client = new BudgetedClient([Rubles], new GigaChatBudgetOptions { WhenUnknown = mode });
        HttpContent[] contents =
        [
            new StringContent("""{"messages":[{"role":"user","content":"Привет!"}]}"""),
            new ByteArrayContent([1, 2, 3]) { Headers = { ContentEncoding = { "gzip" } } },
        ];

        foreach (var content in contents)
        {
            var sending = client.Awaiting(c => c.SendAsync(null, content: content));
            if (mode == BudgetFailureMode.Closed)
                (await sending.Should().ThrowAsync<GigaChatBudgetExceededException>().WithMessage("*model*not known*"))
                    .Which.Reason.Should()
                    .Be(BudgetRefusal.ModelUnknown);
            else
                await sending.Should().NotThrowAsync();
        }

        client.Budgets.SentBlind!.Value.Calls.Should().Be(2);
    }

    /// <summary>Gives its bytes once, in uneven pieces, and does not tell its length.</summary>
    private static PiecesStream OneWay(byte[] bytes) =>
        new(bytes, Enumerable.Range(1, bytes.Length / 9_973).Select(static piece => piece * 9_973));

    private sealed class OwnContent(byte[] bytes, bool knowsLength, bool synchronous) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var piece in bytes.Chunk(8_191))
            {
                if (synchronous)
#pragma warning disable CA1849 // What the content is for.
                    stream.Write(piece);
#pragma warning restore CA1849
                else
                    await stream.WriteAsync(piece);
            }
        }

        protected override void SerializeToStream(
            Stream stream,
            TransportContext? context,
            CancellationToken cancellationToken
        ) => stream.Write(bytes);

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return knowsLength;
        }
    }

    private sealed class TalkingContent(byte[] bytes, TaskCompletionSource first, Task second) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, 20));
            first.SetResult();
            await second;
            await stream.WriteAsync(bytes.AsMemory(20));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed class Receiver(Func<HttpContent, Task> receive) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            await receive(request.Content!);
            return new HttpResponseMessage
            {
                Content = new StringContent(
                    """{"model":"GigaChat-2","usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"""
                ),
            };
        }
    }
}
