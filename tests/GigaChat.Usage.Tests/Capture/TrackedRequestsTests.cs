using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>Which requests are GigaChat's, and which pass untouched.</summary>
[TestFixture]
internal sealed class TrackedRequestsTests
{
    [TestCase("POST", "https://gigachat.devices.sberbank.ru/api/v1/chat/completions", true)]
    [TestCase("POST", "https://GigaChat.devices.sberbank.ru:443/api/v2/chat/completions?x=1", true)]
    [TestCase("POST", "https://api.giga.chat/v1/embeddings/", true)]
    [TestCase("POST", "https://api.giga.chat/v1/ai/check", true)]
    [TestCase("POST", "https://api.giga.chat/v1/filter/check", true)]
    [TestCase("POST", "https://api.giga.chat/v1/threads/messages/run", true)]
    [TestCase("GET", "https://api.giga.chat/v1/files/1/content", true)]
    [TestCase("POST", "http://localhost:5000/v1/chat/completions", true)]
    [TestCase("POST", "http://127.0.0.2/v1/chat/completions", true)]
    [TestCase("POST", "http://[::1]:80/v1/chat/completions", true)]
    [TestCase("POST", "http://localhost:8090/v1/responses", true)]
    [TestCase("POST", "http://localhost:8090/v1/messages?beta=true", true)]
    [TestCase("POST", "http://localhost:8090/v1/completions", true)]
    [TestCase("POST", "http://localhost:8090/v1beta/models/GigaChat-2:generateContent", true)]
    [TestCase("POST", "http://localhost:8090/v1beta/models/GigaChat-2:streamGenerateContent?alt=sse", true)]
    [TestCase("POST", "http://localhost:8090/v1/messages/count_tokens", false)]
    [TestCase("POST", "http://localhost:8090/v1/messages/batches", false)]
    [TestCase("POST", "http://localhost:8090/v1beta/models/GigaChat-2:countTokens", false)]
    [TestCase("GET", "http://localhost:8090/v1/responses/resp_1", false)]
    [TestCase("POST", "https://chat.example/api/messages", false)]
    [TestCase("POST", "https://api.openai.com/v1/responses", false)]
    [TestCase("POST", "https://api.openai.com/v1/chat/completions", false)]
    [TestCase("POST", "https://api.giga.chat.evil.example/v1/chat/completions", false)]
    [TestCase("POST", "https://ngw.devices.sberbank.ru:9443/api/v2/oauth", false)]
    [TestCase("POST", "https://gigachat.devices.sberbank.ru/api/v2/oauth", false)]
    [TestCase("POST", "https://api.giga.chat/v1/tokens/count", false)]
    [TestCase("GET", "https://api.giga.chat/v1/chat/completions", false)]
    [TestCase("GET", "https://api.giga.chat/v1/models", false)]
    [TestCase("POST", "https://api.giga.chat/v1/files", false)]
    [TestCase("POST", "https://api.giga.chat/v1/chat/completions/x", false)]
    public void By_method_path_and_host(string method, string address, bool isTracked)
    {
        var matcher = EndpointMatcher.For(new GigaChatUsageOptions());
        using var request = new HttpRequestMessage(new HttpMethod(method), address);

        (matcher.Match(request, out _) != CapturedEndpoint.None).Should().Be(isTracked);
    }

    [TestCase("v1/chat/completions", CapturedEndpoint.Chat)]
    [TestCase("v1/completions", CapturedEndpoint.Completions)]
    [TestCase("v1/threads/messages", CapturedEndpoint.Thread)]
    [TestCase("v1/threads/t/messages", CapturedEndpoint.Thread)]
    [TestCase("v1/messages", CapturedEndpoint.Messages)]
    [TestCase("v1/responses", CapturedEndpoint.Responses)]
    [TestCase("v1/models/m:generateContent", CapturedEndpoint.GenerateContent)]
    public void Endpoints_of_GigaChat_go_before_those_of_gateways(string path, object endpoint)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://api.giga.chat/{path}");

        EndpointMatcher.EveryHost.Match(request, out _).Should().Be((CapturedEndpoint)endpoint);
    }

    /// <summary>Others have the same paths: a chat room has messages, a survey has responses.</summary>
    [TestCase("messages", """{"text":"привет"}""", """{"id":1,"content":"привет"}""", 0)]
    [TestCase("responses", """{"answers":[1]}""", """{"status":"completed"}""", 0)]
    [TestCase("messages", """{"model":"GigaChat-2","messages":[]}""", """{"content":[]}""", 1)]
    [TestCase("messages", """{"text":"привет"}""", """{"usage":{"input_tokens":1,"output_tokens":2}}""", 1)]
    [TestCase("models/GigaChat-2:generateContent", """{"contents":[]}""", """{"candidates":[]}""", 1)]
    public void A_gateways_endpoint_leaves_a_record_only_with_a_sign_of_a_model(
        string path,
        string request,
        string response,
        int records
    ) => new CapturedExchange($"/v1/{path}", request, response).Records().Should().HaveCount(records);

    [TestCase("responses", "gpt-4o", 0)]
    [TestCase("responses", "GigaChat-2", 1)]
    [TestCase("messages", "claude-sonnet", 0)]
    [TestCase("messages", "GigaChat-2-Pro", 1)]
    [TestCase("completions", "llama3", 0)]
    public void On_this_machine_only_models_of_GigaChat_count_at_every_endpoint(string path, string model, int records)
    {
        var recorder = new RecordList();
        var capture = TestCapture.To(recorder);
        using var client = new HttpClient(
            new GigaChatUsageHandler(capture, capture.Hosts, null) { InnerHandler = new Answer(model) }
        );

        using var response = client.Send(new HttpRequestMessage(HttpMethod.Post, $"http://localhost:11434/v1/{path}"));

        recorder.Records.Should().HaveCount(records);
    }

    [TestCase("threads/run", true)]
    [TestCase("threads/messages/run", true)]
    [TestCase("threads/messages/rerun", true)]
    [TestCase("threads/messages", false)]
    public void A_run_of_a_thread_that_fails_leaves_a_record_too(string path, bool isRecorded)
    {
        var recorder = new RecordList();
        using var client = new HttpClient(new GigaChatUsageHandler(recorder) { InnerHandler = new Unreachable() });

        client
            .Invoking(it => it.Send(new HttpRequestMessage(HttpMethod.Post, $"https://api.giga.chat/v1/{path}")))
            .Should()
            .Throw<HttpRequestException>();

        recorder.Records.Should().HaveCount(isRecorded ? 1 : 0);
    }

    [Test]
    public void A_host_of_the_users_own_is_tracked_once_it_is_listed()
    {
        var options = new GigaChatUsageOptions { TrackLocalServers = false };
        options.Hosts.Add("llm.corp.example");
        var matcher = EndpointMatcher.For(options);

        bool IsTracked(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address);
            return matcher.Match(request, out _) != CapturedEndpoint.None;
        }

        IsTracked("https://llm.corp.example/gateway/v1/chat/completions").Should().BeTrue();
        IsTracked("http://localhost/v1/chat/completions").Should().BeFalse();
    }

    [TestCase("GigaChat-2", true)]
    [TestCase("gigachat-2-pro:2.0.1", true)]
    [TestCase("EmbeddingsGigaR", true)]
    [TestCase("llama3", false)]
    [TestCase("gpt-4o", false)]
    public void On_this_machine_only_models_of_GigaChat_count(string model, bool isRecorded)
    {
        var recorder = new RecordList();
        var capture = TestCapture.To(recorder);
        using var client = new HttpClient(
            new GigaChatUsageHandler(capture, capture.Hosts, null) { InnerHandler = new Answer(model) }
        );

        using var response = client.Send(
            new HttpRequestMessage(HttpMethod.Post, "http://localhost:11434/v1/chat/completions")
        );

        recorder.Records.Should().HaveCount(isRecorded ? 1 : 0);
    }

    private sealed class Answer(string model) : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            new()
            {
                Content = new StringContent($$$"""{"model":"{{{model}}}","choices":[],"usage":{"total_tokens":3}}"""),
            };

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => Task.FromResult(Send(request, cancellationToken));
    }

    private sealed class Unreachable : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("no");

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => throw new HttpRequestException("no");
    }
}
