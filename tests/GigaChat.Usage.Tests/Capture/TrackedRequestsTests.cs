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

    [TestCase("threads/run", true)]
    [TestCase("threads/messages/run", true)]
    [TestCase("threads/messages/rerun", true)]
    [TestCase("threads/messages", false)]
    public void A_run_of_a_thread_that_fails_leaves_a_record_too(string path, bool isRecorded)
    {
        var recorder = new RecordList();
        using var client = new HttpClient(new GigaChatUsageHandler(recorder) { InnerHandler = new Unreachable() });

        client.Invoking(it => it.Send(new HttpRequestMessage(HttpMethod.Post, $"https://api.giga.chat/v1/{path}"))).Should().Throw<HttpRequestException>();

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
        using var client = new HttpClient(new GigaChatUsageHandler(capture, capture.Hosts, null) { InnerHandler = new Answer(model) });

        using var response = client.Send(new HttpRequestMessage(HttpMethod.Post, "http://localhost:11434/v1/chat/completions"));

        recorder.Records.Should().HaveCount(isRecorded ? 1 : 0);
    }

    private sealed class Answer(string model) : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => new()
        {
            Content = new StringContent($$$"""{"model":"{{{model}}}","choices":[],"usage":{"total_tokens":3}}"""),
        };

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));
    }

    private sealed class Unreachable : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => throw new HttpRequestException("no");

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new HttpRequestException("no");
    }
}
