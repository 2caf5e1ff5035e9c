namespace GigaChat.Usage.Tests.Capture;

/// <summary>What the application supplies may throw: its logger, its enrichers, its estimator. A call goes on as
/// without it and leaves its record.</summary>
[TestFixture]
internal sealed class BrokenServicesTests
{
    private const string Request = """{"model":"GigaChat-2","messages":[{"role":"user","content":"Вопрос"}]}""";

    private const string Answer =
        """{"choices":[{"message":{"content":"Ответ"},"finish_reason":"stop"}],"model":"GigaChat-2:2.0","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""";

    [Test]
    public void A_broken_enricher_and_a_broken_log_leave_the_record()
    {
        var record = (Exchange(Answer) with { Enrichers = [new BrokenEnricher()] }).Record();

        (record.Outcome, record.Source, record.TotalTokens)
            .Should()
            .Be((UsageOutcome.Completed, UsageSource.Reported, 5));
    }

    [TestCase("{\"choices\":[}", null, UsageOutcome.Aborted)]
    [TestCase("<html>", null, UsageOutcome.Failed)]
    [TestCase("no gzip", "gzip", UsageOutcome.Completed)]
    public void A_malformed_answer_reaches_the_caller_unchanged_past_a_broken_log(
        string answer,
        string? encoding,
        UsageOutcome outcome
    ) => (Exchange(answer) with { ContentEncoding = encoding }).Record().Outcome.Should().Be(outcome);

    [Test]
    public void An_estimator_that_cannot_estimate_leaves_a_record_without_tokens()
    {
        var record = (
            Exchange("""{"choices":[{"message":{"content":"Отв""") with
            {
                Estimator = new BrokenEstimator(),
            }
        ).Record();

        (record.Outcome, record.Source).Should().Be((UsageOutcome.Aborted, UsageSource.None));
    }

    [Test]
    public void An_estimator_that_cannot_learn_does_not_cost_what_was_reported()
    {
        var record = (Exchange(Answer) with { Estimator = new BrokenEstimator() }).Record();

        (record.Source, record.TotalTokens).Should().Be((UsageSource.Reported, 5));
    }

    /// <summary>What a finalizer throws ends the process, and this run with it.</summary>
    [Test]
    public async Task An_abandoned_answer_ends_nothing_and_leaves_its_record()
    {
        await using var server = await GigaChatServer.StartAsync();
        var recorder = new RecordList();
        using var client = new HttpClient(
            new GigaChatUsageHandler(
                recorder,
                new GigaChatUsageHandlerOptions
                {
                    Estimator = new BrokenEstimator(),
                    Logger = new BrokenLogger<GigaChatUsageHandler>(),
                }
            )
            {
                InnerHandler = new SocketsHttpHandler(),
            }
        )
        {
            BaseAddress = server.V1BaseAddress,
        };
        await AskAndForget(client);

        for (var i = 0; i < 20 && recorder.Records.Count == 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        recorder.Records.Should().ContainSingle().Which.Outcome.Should().Be(UsageOutcome.Aborted);
    }

    private static CapturedExchange Exchange(string answer) =>
        new("/api/v1/chat/completions", Request, answer) { Logger = new BrokenLogger<GigaChatUsageHandler>() };

    private static async Task AskAndForget(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions")
        {
            Content = new StringContent(Request),
        };
        _ = (await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)).StatusCode;
    }

    private sealed class BrokenEnricher : IUsageEnricher
    {
        public UsageContext Enrich(UsageContext context, HttpRequestMessage request) =>
            throw new InvalidOperationException("broken");
    }

    private sealed class BrokenEstimator : ICalibratingTokenEstimator
    {
        public long Estimate(in TextMeasure text, TokenKind kind, string? model) =>
            throw new InvalidOperationException("broken");

        public void Learn(in TextMeasure text, TokenKind kind, string? model, long tokens) =>
            throw new InvalidOperationException("broken");
    }
}
