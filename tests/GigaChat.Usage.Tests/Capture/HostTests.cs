using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>Which hosts are GigaChat's, by address and by Host header, and what is known of calls to the
/// others.</summary>
[TestFixture]
internal sealed class HostTests
{
    [TestCase("https://gigachat-preview.devices.sberbank.ru/api/v1/chat/completions")]
    [TestCase("https://gigachat.sberdevices.ru/v1/chat/completions")]
    [TestCase("https://gigachat-dev.sberdevices.ru/v1/chat/completions")]
    [TestCase("https://beta.saluteai.sberdevices.ru/v1/chat/completions")]
    [TestCase("https://gigachat-ift.sberdevices.delta.sbrf.ru/v1/chat/completions")]
    [TestCase("https://api.giga.chat./v1/chat/completions")]
    [TestCase("https://foundation-models.api.cloud.ru/v1/chat/completions")]
    [TestCase("https://polza.ai/api/v1/chat/completions")]
    [TestCase("https://api.polza.ai/api/v1/embeddings")]
    public void Host_known_by_default_is_tracked(string address) =>
        Match(address).Should().NotBe(CapturedEndpoint.None);

    [TestCase("https://salute.sberdevices.ru/v1/chat/completions")]
    [TestCase("https://gigachat.sberdevices.ru.evil.example/v1/chat/completions")]
    [TestCase("https://gigachatsberdevices.ru/v1/chat/completions")]
    [TestCase("https://evil-polza.ai/v1/chat/completions")]
    public void Host_that_only_looks_alike_is_not_tracked(string address) =>
        Match(address).Should().Be(CapturedEndpoint.None);

    [TestCase("gpt2giga:8090")]
    [TestCase("GPT2GIGA")]
    [TestCase("gpt2giga.")]
    public void Host_header_kept_by_service_discovery_is_tracked(string header)
    {
        var options = new GigaChatUsageOptions();
        options.Hosts.Add("gpt2giga");

        Match("http://10.0.3.7:8090/v1/chat/completions", options, header).Should().Be(CapturedEndpoint.Chat);
        Match("http://10.0.3.7:8090/v1/chat/completions", options, "other:8090").Should().Be(CapturedEndpoint.None);
    }

    [Test]
    public void Calls_of_GigaChats_shape_to_other_hosts_are_counted_by_host()
    {
        var matcher = EndpointMatcher.For(new GigaChatUsageOptions());
        Match(matcher, "http://gpt2giga:8090/v1/chat/completions");
        Match(matcher, "http://gpt2giga:8090/v1/embeddings");
        Match(matcher, "http://10.0.3.7:8090/v1/chat/completions", "named:8090");
        Match(matcher, "https://api.openai.com/v1/chat/completions");
        Match(matcher, "https://corp.openai.azure.com/openai/deployments/x/chat/completions");
        Match(matcher, "https://forum.example/threads/5");
        Match(matcher, "https://api.giga.chat/v1/chat/completions");

        matcher
            .Hosts.Untracked.Hosts.Should()
            .Equal(KeyValuePair.Create("gpt2giga", 2L), KeyValuePair.Create("named", 1L));
    }

    [Test]
    public void Count_of_untracked_hosts_is_bounded()
    {
        var matcher = EndpointMatcher.For(new GigaChatUsageOptions());
        for (var i = 0; i < 1_000; i++)
            Match(matcher, $"https://host{i}.example/v1/chat/completions");

        matcher.Hosts.Untracked.Hosts.Should().HaveCount(HostTally.MostHosts);
        matcher.Hosts.Untracked.Others.Should().Be(1_000 - HostTally.MostHosts);
    }

    [Test]
    [Property("Lesson", "L26")]
    public void Unknown_path_at_a_known_host_is_counted_without_its_ids()
    {
        var matcher = EndpointMatcher.For(new GigaChatUsageOptions());
        Match(matcher, "https://api.giga.chat/v1/video/generations?key=hunter2");
        Match(matcher, "https://api.giga.chat/v1/video/0197a1b2-3c4d-7e8f-9a0b-1c2d3e4f5a6b/remix");
        Match(matcher, "https://other.example/v1/video/generations");
        foreach (
            var known in (string[])
                ["oauth", "tokens/count", "files", "files/1/delete", "batches", "functions/validate", "models"]
        )
            Match(matcher, $"https://api.giga.chat/v1/{known}");

        (matcher.UnknownPaths.Found.Count, string.Join(' ', matcher.UnknownPaths.Found.Names))
            .Should()
            .Be((2, "/v1/video/generations /v1/video/*/remix"));
    }

    private static CapturedEndpoint Match(
        string address,
        GigaChatUsageOptions? options = null,
        string? header = null
    ) => Match(EndpointMatcher.For(options ?? new GigaChatUsageOptions()), address, header);

    private static CapturedEndpoint Match(EndpointMatcher matcher, string address, string? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Host = header;
        return matcher.Match(request, out _);
    }
}
