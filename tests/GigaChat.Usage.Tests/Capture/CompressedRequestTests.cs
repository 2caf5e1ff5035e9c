using System.Net;
using System.Text;
using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>A request that is sent compressed is decoded on the side: budgets and estimates know what it holds, and the
/// server gets it as it is.</summary>
[TestFixture]
internal sealed class CompressedRequestTests
{
    private static readonly UsageBudget Rubles = new() { Name = "rubles", Rubles = 0.02m };
    private static readonly GigaChatBudgetOptions Closed = new() { WhenUnknown = BudgetFailureMode.Closed };

    [Test, Property("Lesson", "L27")]
    public async Task A_compressed_request_is_held_against_budgets_in_rubles(
        [Values("gzip", "x-gzip", "br", "deflate", "BR", "identity")] string encoding,
        [Values] ContentKind kind
    )
    {
        using var client = new BudgetedClient([Rubles], Closed);
        HttpContent Body(int maxTokens) => Content(Compress(BudgetedClient.Body(maxTokens), encoding), encoding, kind);

        await client.SendAsync(null, content: Body(100));
        var refused = await client
            .Awaiting(c => c.SendAsync(null, content: Body(400)))
            .Should()
            .ThrowAsync<GigaChatBudgetExceededException>();

        refused.Which.Reason.Should().Be(BudgetRefusal.LimitReached);
        client.Sent.Should().Be(1);
        client.Recorder.Records.Should().ContainSingle().Which.PromptLength.Should().Be("Привет!".Length);
        client.Budgets.SentBlind.Should().BeNull();
    }

    [Test]
    public async Task A_compressed_request_whose_response_is_lost_is_estimated_and_arrives_as_it_is(
        [Values("gzip", "br", "deflate")] string encoding,
        [Values] ContentKind kind,
        [Values] bool budgeted
    )
    {
        var body = Compress(BudgetedClient.Body(100), encoding);
        using var wire = new LosingWire();

        var record = await wire.SendAsync(Content(body, encoding, kind), budgeted);

        wire.Arrived.Should().Equal(body);
        (record.Source, record.Outcome).Should().Be((UsageSource.Estimated, UsageOutcome.Aborted));
        (record.Model, record.PromptLength).Should().Be(("GigaChat-2", "Привет!".Length));
        record.PromptTokens.Should().BePositive();
    }

    private static readonly object[] Undecodable =
    [
        new object[] { "zstd", Encoding.UTF8.GetBytes("not known") },
        new object[] { "gzip, br", Compress(Compress(BudgetedClient.Body(100), "gzip"), "br") },
        new object[] { "gzip", Encoding.UTF8.GetBytes(BudgetedClient.Body(100)) },
        new object[] { "br", Encoding.UTF8.GetBytes(BudgetedClient.Body(100)) },
        new object[] { "gzip", Compress(BudgetedClient.Body(100), "gzip")[..^20] },
        new object[] { "gzip", Bomb("gzip") },
        new object[] { "br", Bomb("br") },
        new object[] { "deflate", Bomb("deflate") },
    ];

    [TestCaseSource(nameof(Undecodable))]
    public async Task A_request_that_cannot_be_decoded_is_unknown_and_budgets_report_it(string encoding, byte[] body)
    {
        foreach (var kind in Enum.GetValues<ContentKind>())
        {
            using var closed = new BudgetedClient([Rubles], Closed);
            using var open = new BudgetedClient([Rubles]);
            using var wire = new LosingWire();

            var refused = await closed
                .Awaiting(c => c.SendAsync(null, content: Content(body, encoding, kind)))
                .Should()
                .ThrowAsync<GigaChatBudgetExceededException>();
            await open.SendAsync(null, content: Content(body, encoding, kind));
            var record = await wire.SendAsync(Content(body, encoding, kind), budgeted: false);

            refused.Which.Reason.Should().Be(BudgetRefusal.ModelUnknown);
            open.Budgets.SentBlind!.Value.Calls.Should().Be(1);
            wire.Arrived.Should().Equal(body);
            (record.Model, record.PromptTokens, record.PromptLength, record.Source)
                .Should()
                .Be(((string?)null, (long?)null, 0, UsageSource.None));
        }
    }

    /// <summary>Whose path others use too: a body that cannot be read may be one to a model.</summary>
    [Test]
    public async Task A_request_to_a_gateways_endpoint_that_cannot_be_decoded_is_reserved()
    {
        using var client = new BudgetedClient([new UsageBudget { Name = "all", Tokens = 10_000 }]);
        client.OnWire = async _ => (await client.StandingAsync()).Reserved.Should().BePositive();

        await client.SendAsync(null, content: Content([1, 2, 3], "gzip", ContentKind.InMemory), path: "messages");

        client.Sent.Should().Be(1);
    }

    internal enum ContentKind
    {
        InMemory,
        KnownLength,
        UnknownLength,
    }

    private static HttpContent Content(byte[] body, string encoding, ContentKind kind)
    {
        HttpContent content = kind switch
        {
            ContentKind.InMemory => new ByteArrayContent(body),
            ContentKind.KnownLength => new StreamContent(new MemoryStream(body)),
            _ => new StreamContent(new PiecesStream(body, [1, 7, 30])),
        };
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return content;
    }

    /// <summary>A request in form, of twice as much text as is decoded.</summary>
    private static byte[] Bomb(string encoding) =>
        Compress(
            BudgetedClient
                .Body(100)
                .Replace("Привет!", new string('x', (int)(2 * EncodedRequest.MaxDecoded)), StringComparison.Ordinal),
            encoding
        );

    private static byte[] Compress(string text, string encoding) => Compress(Encoding.UTF8.GetBytes(text), encoding);

    private static byte[] Compress(byte[] bytes, string encoding) =>
        encoding == "identity" ? bytes : CompressedBodyTests.Compress(bytes, encoding.ToLowerInvariant());

    /// <summary>Takes requests whole and is cancelled before it responds.</summary>
    private sealed class LosingWire : HttpMessageHandler
    {
        public byte[] Arrived { get; private set; } = [];

        public async Task<UsageRecord> SendAsync(HttpContent content, bool budgeted)
        {
            using var client = new BudgetedClient([new UsageBudget { Name = "all", Tokens = 1_000_000 }]);
            using var invoker = new HttpMessageInvoker(
                new GigaChatUsageHandler(
                    client.Recorder,
                    new GigaChatUsageHandlerOptions { Gates = budgeted ? [client.Budgets] : [] }
                )
                {
                    InnerHandler = this,
                },
                disposeHandler: false
            );
            using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.giga.chat/v1/chat/completions")
            {
                Content = content,
            };
            await invoker
                .Awaiting(it => it.SendAsync(request, CancellationToken.None))
                .Should()
                .ThrowAsync<OperationCanceledException>();
            request.Content.Should().BeSameAs(content);
            return client.Recorder.Records.Should().ContainSingle().Subject;
        }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Arrived = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            throw new OperationCanceledException();
        }
    }
}
