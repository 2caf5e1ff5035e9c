using System.Net.Http.Headers;
using System.Text;
using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>Calls to companies that sell GigaChat beside other models.</summary>
[TestFixture]
internal sealed class ResellerTests
{
    private const string CloudRu = "https://foundation-models.api.cloud.ru/v1/chat/completions";

    [TestCase(CloudRu, "GigaChat/GigaChat-2-Max", "cloud.ru/GigaChat-2-Max")]
    [TestCase(CloudRu, "ai-sage/GigaChat3-10B-A1.8B", "cloud.ru/GigaChat3-10B-A1.8B")]
    [TestCase("https://polza.ai/api/v1/chat/completions", "sber/gigachat-2-max", "polza.ai/gigachat-2-max")]
    [TestCase("https://api.polza.ai/api/v1/chat/completions", "GigaChat/GigaChat-3-Pro", "polza.ai/GigaChat-3-Pro")]
    public async Task GigaChats_model_of_a_reseller_is_recorded_with_the_reseller(
        string address,
        string model,
        string recorded
    )
    {
        var record = (
            await SendAsync(
                address,
                model,
                Json(model, "\"prompt_tokens\":17,\"completion_tokens\":9,\"total_tokens\":26")
            )
        )
            .Should()
            .ContainSingle()
            .Subject;

        (record.Model, record.TotalTokens, record.Source).Should().Be((recorded, 26, UsageSource.Reported));
    }

    [TestCase("Qwen/Qwen3-235B-A22B-Instruct-2507")]
    [TestCase("openai/gpt-oss-120b")]
    public async Task Model_of_another_vendor_is_not_recorded(string model) =>
        (await SendAsync(CloudRu, model, Json(model, "\"total_tokens\":26"))).Should().BeEmpty();

    [Test]
    public async Task Failed_call_to_a_reseller_is_recorded_by_the_model_asked_for()
    {
        var records = await SendAsync(
            CloudRu,
            "GigaChat/GigaChat-2-Max",
            """{"error":{"message":"no"}}""",
            status: 500
        );

        records
            .Should()
            .ContainSingle()
            .Which.Should()
            .Match<UsageRecord>(record =>
                record.Model == "cloud.ru/GigaChat-2-Max" && record.Outcome == UsageOutcome.Failed
            );
    }

    [Test, Property("Lesson", "L5")]
    public async Task Cached_tokens_of_a_reseller_are_taken_out_of_the_prompt_and_stay_in_the_total_L5()
    {
        const string Usage =
            "\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120,\"prompt_tokens_details\":{\"cached_tokens\":64}";

        var resold = (
            await SendAsync(CloudRu, "GigaChat/GigaChat-2-Max", Json("GigaChat/GigaChat-2-Max", Usage))
        ).Single();
        (resold.PromptTokens, resold.CachedPromptTokens, resold.CompletionTokens, resold.TotalTokens)
            .Should()
            .Be((36, 64, 20, 120));

        // A gateway to Sber copies Sber's count, which is disjoint already.
        var own = (
            await SendAsync(
                "https://api.giga.chat/v1/chat/completions",
                "GigaChat-2-Max",
                Json("GigaChat-2-Max", Usage)
            )
        ).Single();
        (own.PromptTokens, own.CachedPromptTokens, own.CompletionTokens, own.TotalTokens)
            .Should()
            .Be((100, 64, 20, 120));
    }

    [TestCase("gigachat/GigaChat-2-Max")]
    [TestCase("gigachat:GigaChat-2-Max:2.0.28.2")]
    [TestCase("gigachat::GigaChat-2-Max")]
    public async Task Prefix_of_a_provider_is_left_out_of_the_recorded_model(string model)
    {
        var record = (
            await SendAsync("https://api.giga.chat/v1/chat/completions", model, Json(model, "\"total_tokens\":26"))
        ).Single();

        record.Model.Should().Be("GigaChat-2-Max");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Stream_of_a_reseller_without_usage_is_an_estimate_and_is_counted(bool hasUsage)
    {
        var usage = hasUsage
            ? "data: {\"choices\":[],\"model\":\"GigaChat/GigaChat-2-Max\",\"usage\":{\"prompt_tokens\":17,\"completion_tokens\":2,\"total_tokens\":19}}\n\n"
            : "";
        var stream =
            """
                data: {"choices":[{"delta":{"content":"Восемь ног."},"index":0,"finish_reason":"stop"}],"model":"GigaChat/GigaChat-2-Max"}


                """
            + usage
            + "data: [DONE]\n\n";
        var recorder = new RecordList();
        var capture = TestCapture.To(recorder);
        await SendAsync(capture, CloudRu, "GigaChat/GigaChat-2-Max", stream, "text/event-stream");

        var record = recorder.Records.Should().ContainSingle().Subject;
        (record.Source, record.Outcome)
            .Should()
            .Be((hasUsage ? UsageSource.Reported : UsageSource.Estimated, UsageOutcome.Completed));
        record.TotalTokens.Should().BePositive();
        capture.StreamsWithoutUsage.Names.Should().Equal(hasUsage ? [] : ["cloud.ru"]);
    }

    [Test]
    public void Balance_of_a_reseller_is_not_GigaChats()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://polza.ai/api/v1/balance");
        EndpointMatcher.For(new GigaChatUsageOptions()).Match(request, out _).Should().Be(CapturedEndpoint.None);
    }

    private static string Json(string model, string usage) =>
        $$$"""{"choices":[{"message":{"content":"Да","role":"assistant"},"index":0,"finish_reason":"stop"}],"model":"{{{model}}}","usage":{{{{usage}}}}}""";

    private static async Task<IReadOnlyList<UsageRecord>> SendAsync(
        string address,
        string model,
        string answer,
        int status = 200
    )
    {
        var recorder = new RecordList();
        await SendAsync(TestCapture.To(recorder), address, model, answer, "application/json", status);
        return recorder.Records;
    }

    private static async Task SendAsync(
        UsageCapture capture,
        string address,
        string model,
        string answer,
        string type,
        int status = 200
    )
    {
        using var client = new HttpClient(
            new GigaChatUsageHandler(capture, capture.Hosts, null) { InnerHandler = new Wire(answer, type, status) }
        );
        using var body = new StringContent(
            $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Сколько ног у паука?"}]}""",
            Encoding.UTF8,
            "application/json"
        );
        using var response = await client.PostAsync(new Uri(address), body);
        (await response.Content.ReadAsStringAsync()).Should().Be(answer);
    }

    private sealed class Wire(string answer, string type, int status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage((System.Net.HttpStatusCode)status)
                {
                    RequestMessage = request,
                    Content = new StringContent(answer, Encoding.UTF8, new MediaTypeHeaderValue(type)),
                }
            );
    }
}
