// Over 300 lines: the fates of a call share one fixture, which is a third of the file.
using System.Net;
using System.Text;
using CsCheck;
using GigaChat.Usage.Capture;
using GigaChat.Usage.Tests.Queries;
using GigaChat.Usage.Tests.Recording;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>A call that was sent always ends, always leaves a record and holds no reservation when it has ended (L4),
/// whatever fails on its way.</summary>
[TestFixture]
[Property("Lesson", "L4")]
internal sealed class LostCallTests
{
    private const string Question =
        """{"model":"GigaChat-2","messages":[{"role":"user","content":"Вопрос"}],"max_tokens":50}""";

    private const string Response =
        """{"choices":[{"message":{"content":"Ответ"},"finish_reason":"stop"}],"model":"GigaChat-2:2.0","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""";

    private static readonly string Events = string.Concat(
        Enumerable.Repeat(
            "data: {\"choices\":[{\"delta\":{\"content\":\"Ответ\"}}],\"model\":\"GigaChat-2:2.0\"}\n\n",
            50
        )
    );

    [Test]
    public async Task An_inner_handler_that_returns_null_leaves_a_record_and_no_reservation([Values] bool sync)
    {
        using var fixture = new Fixture();
        fixture.OnWire = static (_, _) => Task.FromResult<HttpResponseMessage>(null!);

        var response = sync ? fixture.Send() : await fixture.SendAsync();

        response.Should().BeNull("what the handler below did is the caller's to see");
        fixture
            .Records.Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(
                new
                {
                    Outcome = UsageOutcome.Failed,
                    TotalTokens = 0L,
                    FinishReason = "SendFailed",
                }
            );
        (await fixture.StandingAsync()).Should().Be((0m, 0m));
    }

    [TestCase("timestamp")]
    [TestCase("now")]
    public async Task A_failure_of_the_tracking_after_the_headers_leaves_a_record_and_no_reservation(string fails)
    {
        using var fixture = new Fixture();
        fixture.OnWire = (_, _) =>
        {
            fixture.Clock.Fails = fails;
            return Task.FromResult(Ok(Response));
        };

        using var response = await fixture.SendAsync();

        (await response.Content.ReadAsStringAsync()).Should().Be(Response);
        fixture.Clock.Fails = null;
        var record = fixture.Records.Should().ContainSingle().Subject;
        (record.StatusCode, record.Model).Should().Be((200, "GigaChat-2"));
        (await fixture.StandingAsync()).Reserved.Should().Be(0m);
    }

    [Test]
    public async Task What_is_recorded_when_the_tracking_fails_is_attributed_as_any_record_is()
    {
        var recorder = new RecordList();
        var clock = new BreakableClock();
        using var server = new Answering(() => clock.Fails = "timestamp");
        using var client = new HttpMessageInvoker(
            new GigaChatUsageHandler(recorder, new GigaChatUsageHandlerOptions { TimeProvider = clock })
            {
                InnerHandler = server,
            }
        );

        foreach (var fails in (bool[])[false, true])
        {
            clock.Fails = null;
            server.Breaks = fails;
            using var request = new HttpRequestMessage(
                HttpMethod.Post,
                "https://foundation-models.api.cloud.ru/v1/chat/completions"
            )
            {
                Content = new StringContent(Question.Replace("GigaChat-2", "GigaChat/GigaChat-2-Max")),
            };
            request.SetGigaChatUsage(
                new UsageContext
                {
                    UserId = "7",
                    UserName = "Анна",
                    AccessToken = "not-a-token",
                    AccessTokenType = "demo",
                    GenerationId = "g",
                    Topic = "t",
                    Platform = "p",
                    SessionId = "s",
                    Operation = UsageOperation.ImagePrompt,
                }
            );
            using var response = await client.SendAsync(request, CancellationToken.None);
            await response.Content.ReadAsByteArrayAsync();
        }

        var (whole, least) = (recorder.Records[0], recorder.Records[1]);
        (whole.Outcome, least.Outcome).Should().Be((UsageOutcome.Completed, UsageOutcome.Aborted));
        Attribution(least).Should().Be(Attribution(whole));
        least.Model.Should().Be("cloud.ru/GigaChat-2-Max");

        static UsageRecord Attribution(UsageRecord record) =>
            new(Guid.Empty)
            {
                CreatedAt = default,
                UserId = record.UserId,
                UserName = record.UserName,
                AccessToken = record.AccessToken,
                AccessTokenType = record.AccessTokenType,
                GenerationId = record.GenerationId,
                Topic = record.Topic,
                Platform = record.Platform,
                SessionId = record.SessionId,
                Operation = record.Operation,
                Model = record.Model,
            };
    }

    [Test]
    public async Task A_response_that_cannot_be_followed_is_estimated_and_settled_with_the_estimate()
    {
        using var fixture = new Fixture();
        fixture.OnWire = static (_, _) =>
        {
            var response = Ok(Response);
            response.Dispose(); // Its content cannot be replaced any more.
            return Task.FromResult(response);
        };

        (await fixture.SendAsync()).StatusCode.Should().Be(HttpStatusCode.OK);

        var record = fixture.Records.Should().ContainSingle().Subject;
        (record.Outcome, record.Source, record.FinishReason)
            .Should()
            .Be((UsageOutcome.Aborted, UsageSource.Estimated, "unobserved"));
        record.TotalTokens.Should().BePositive();
        (await fixture.StandingAsync()).Should().Be((record.TotalTokens, 0m));
    }

    [Test]
    public async Task A_recorder_that_throws_costs_the_budget_nothing_of_what_was_used()
    {
        using var fixture = new Fixture(new ThrowingRecorder());

        (await fixture.SendAsync()).Dispose();

        (await fixture.StandingAsync()).Should().Be((5m, 0m));
    }

    [Test]
    public async Task A_call_cancelled_after_it_was_sent_is_estimated_and_its_budget_settled_with_it(
        [Values] ContentKind kind
    )
    {
        using var fixture = new Fixture();
        using var cancel = new CancellationTokenSource();
        fixture.OnWire = async (request, cancellationToken) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken); // As a connection does.
            await cancel.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return Ok(Response);
        };

        await fixture
            .Awaiting(it => it.SendAsync(kind, cancellationToken: cancel.Token))
            .Should()
            .ThrowAsync<OperationCanceledException>();

        var record = fixture.Records.Should().ContainSingle().Subject;
        (record.Outcome, record.Source, record.FinishReason, record.StatusCode)
            .Should()
            .Be((UsageOutcome.Aborted, UsageSource.Estimated, "cancelled", null));
        (record.PromptTokens, record.CompletionTokens).Should().Be((record.TotalTokens, null));
        record.TotalTokens.Should().BeInRange(5, 30);
        (await fixture.StandingAsync()).Should().Be((record.TotalTokens, 0m));
    }

    /// <summary>Over a wire, with its buffers and its time limit.</summary>
    [Test]
    public async Task A_call_that_times_out_after_it_was_sent_is_estimated()
    {
        await using var server = await Transparency.RawServer.Start();
        var recorder = new RecordList();
        using var client = new HttpClient(new GigaChatUsageHandler(recorder, new SocketsHttpHandler()))
        {
            Timeout = TimeSpan.FromSeconds(1),
        };
        var address = new Uri(server.AddressFor(HttpVersion.Version11), "/hang-before-headers/api/v1/chat/completions");

        await client
            .Awaiting(it => it.PostAsync(address, new StringContent(Question)))
            .Should()
            .ThrowAsync<TaskCanceledException>();

        recorder
            .Records.Should()
            .ContainSingle()
            .Which.Should()
            .Match<UsageRecord>(record => record.Source == UsageSource.Estimated && record.TotalTokens > 0);
    }

    /// <summary>In an outage every call ends so; none of them was used.</summary>
    [Test]
    public async Task A_call_cancelled_before_it_was_sent_counts_nothing([Values] ContentKind kind)
    {
        using var fixture = new Fixture();
        using var cancel = new CancellationTokenSource();
        fixture.OnWire = async (_, cancellationToken) =>
        {
            await cancel.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return Ok(Response);
        };

        await fixture
            .Awaiting(it => it.SendAsync(kind, cancellationToken: cancel.Token))
            .Should()
            .ThrowAsync<OperationCanceledException>();

        fixture
            .Records.Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(
                new
                {
                    Outcome = UsageOutcome.Aborted,
                    Source = UsageSource.None,
                    TotalTokens = 0L,
                }
            );
        (await fixture.StandingAsync()).Should().Be((0m, 0m));
    }

    /// <summary>The pattern of a soak: whatever becomes of calls, one after another and at once, the budget stands on
    /// what was recorded and nothing is held.</summary>
    [Test]
    public Task Whatever_becomes_of_calls_totals_settled_are_totals_recorded() =>
        Gen.Select(Gen.Enum<Fate>(), Gen.Enum<ContentKind>(), Gen.Bool)
            .Array[1, 40]
            .SampleAsync(
                async calls =>
                {
                    using var fixture = new Fixture();
                    fixture.OnWire = WireAsync;
                    await Task.WhenAll(calls.Select(call => CallAsync(fixture, call.Item1, call.Item2, call.Item3)));
                    GC.KeepAlive(fixture);

                    var standing = await fixture.StandingAsync();
                    var sent = calls.Length;
                    return standing == (fixture.Records.Sum(static record => record.TotalTokens), 0m)
                        && fixture.Records.Count == sent
                        && fixture.Records.Select(static record => record.Id).Distinct().Count() == sent;
                },
                iter: 60,
                print: static calls => string.Join(", ", calls.Select(static call => $"{call.Item1} of {call.Item2}"))
            );

    private static async Task CallAsync(Fixture fixture, Fate fate, ContentKind kind, bool reads)
    {
        using var cancel = new CancellationTokenSource();
        HttpResponseMessage? response = null;
        try
        {
            response = await fixture.SendAsync(kind, (fate, cancel), cancel.Token);
            if (response is null)
                return;
            if (fate == Fate.DisposedMidStream)
                await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[200]);
            else if (reads)
                await response.Content.ReadAsStringAsync(CancellationToken.None);
        }
        catch (Exception error)
            when (error
                    is OperationCanceledException
                        or IOException
                        or HttpRequestException
                        or InvalidOperationException
            ) { }
        finally
        {
            response?.Dispose();
        }
    }

    private static async Task<HttpResponseMessage> WireAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        request.Options.TryGetValue(Fixture.Plan, out var plan);
        var (fate, cancel) = plan;
        if (fate == Fate.CancelledBeforeSent)
            await cancel.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
        await Task.Yield();
        switch (fate)
        {
            case Fate.CancelledBeforeHeaders:
                await cancel.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
                break;
            case Fate.Null:
                return null!;
            case Fate.Throws:
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection broke.");
            case Fate.ServerError:
                return new HttpResponseMessage(HttpStatusCode.InternalServerError)
                {
                    Content = new StringContent("""{"status":500}"""),
                };
            case Fate.NotFollowed:
                var disposed = Ok(Response);
                disposed.Dispose();
                return disposed;
            case Fate.Html:
                return Ok("<html>");
            case Fate.NotGzip:
                var zipped = Ok(Response);
                zipped.Content.Headers.ContentEncoding.Add("gzip");
                return zipped;
            case Fate.ThrowsAfterHeaders:
                return new HttpResponseMessage
                {
                    Content = new StreamContent(
                        new PiecesStream(Encoding.UTF8.GetBytes(Events[..400]), [], breaks: true)
                    ),
                };
            case Fate.DisposedMidStream:
                return Ok(Events);
        }

        return Ok(Response);
    }

    private static HttpResponseMessage Ok(string text) =>
        new() { Content = new StringContent(text, Encoding.UTF8, "application/json") };

    internal enum ContentKind
    {
        InMemory,
        Stream,
        Json,
    }

    internal enum Fate
    {
        Completed,
        CancelledBeforeSent,
        CancelledBeforeHeaders,
        Null,
        Throws,
        ServerError,
        NotFollowed,
        Html,
        NotGzip,
        ThrowsAfterHeaders,
        DisposedMidStream,
    }

    private sealed class Fixture : IDisposable
    {
        public static readonly HttpRequestOptionsKey<(Fate, CancellationTokenSource)> Plan = new("plan");

        private readonly RecordList _recorder = new();
        private readonly GigaChatBudgets _budgets;
        private readonly HttpMessageInvoker _invoker;

        public Fixture(IUsageRecorder? recorder = null)
        {
            var clock = new FakeTimeProvider(BudgetedClient.Start); // Theirs is right.
            _budgets = new GigaChatBudgets(
                [new UsageBudget { Name = "all", Tokens = 1_000_000 }],
                new GigaChatTokenUsage(new ListUsageReader(), timeProvider: clock),
                new GigaChatBudgetServices { TimeProvider = clock }
            );
            _invoker = new HttpMessageInvoker(
                new GigaChatUsageHandler(
                    recorder ?? _recorder,
                    new GigaChatUsageHandlerOptions { TimeProvider = Clock, Gates = [_budgets] }
                )
                {
                    InnerHandler = new Wire(this),
                }
            );
        }

        public BreakableClock Clock { get; } = new();

        public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> OnWire { get; set; } =
            static (_, _) => Task.FromResult(Ok(Response));

        public IReadOnlyList<UsageRecord> Records => _recorder.Records;

        public async Task<HttpResponseMessage> SendAsync(
            ContentKind kind = ContentKind.InMemory,
            (Fate, CancellationTokenSource) plan = default,
            CancellationToken cancellationToken = default
        )
        {
            var request = Request(kind);
            request.Options.Set(Plan, plan);
            var response = await _invoker.SendAsync(request, cancellationToken);
            if (response is not null && plan.Item2 is null)
                await ReadAsync(response);
            return response!;
        }

        public HttpResponseMessage? Send() => _invoker.Send(Request(ContentKind.InMemory), CancellationToken.None);

        public async Task<(decimal Used, decimal Reserved)> StandingAsync()
        {
            var status = (await _budgets.GetStatusAsync()).Single();
            return (status.Used, status.Reserved);
        }

        public void Dispose() => _invoker.Dispose();

        private static async Task ReadAsync(HttpResponseMessage response)
        {
            try
            {
                await response.Content.LoadIntoBufferAsync();
            }
            catch (ObjectDisposedException) { }
        }

        private static HttpRequestMessage Request(ContentKind kind) =>
            new(HttpMethod.Post, "https://api.giga.chat/v1/chat/completions")
            {
                Content = kind switch
                {
                    ContentKind.Stream => new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(Question))),
                    ContentKind.Json => System.Net.Http.Json.JsonContent.Create(
                        System.Text.Json.Nodes.JsonNode.Parse(Question)
                    ),
                    _ => new StringContent(Question, Encoding.UTF8, "application/json"),
                },
            };

        private sealed class Wire(Fixture fixture) : HttpMessageHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(
                HttpRequestMessage request,
                CancellationToken cancellationToken
            ) => fixture.OnWire(request, cancellationToken);

            protected override HttpResponseMessage Send(
                HttpRequestMessage request,
                CancellationToken cancellationToken
            ) => fixture.OnWire(request, cancellationToken).GetAwaiter().GetResult();
        }
    }

    private sealed class Answering(Action breaks) : HttpMessageHandler
    {
        public bool Breaks { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            if (Breaks)
                breaks();
            return Task.FromResult(Ok(Response.Replace("GigaChat-2:2.0", "GigaChat/GigaChat-2-Max")));
        }
    }

    /// <summary>A clock that an application has got wrong.</summary>
    private sealed class BreakableClock : FakeTimeProvider
    {
        public BreakableClock()
            : base(BudgetedClient.Start) { }

        public string? Fails { get; set; }

        public override long GetTimestamp() =>
            Fails == "timestamp" ? throw new InvalidOperationException("broken") : base.GetTimestamp();

        public override DateTimeOffset GetUtcNow() =>
            Fails == "now" ? throw new InvalidOperationException("broken") : base.GetUtcNow();
    }

    private sealed class ThrowingRecorder : IUsageRecorder
    {
        public UsageRecorderCounters Counters => new();

        public bool TryRecord(UsageRecord record) => throw new InvalidOperationException("broken");

        public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
