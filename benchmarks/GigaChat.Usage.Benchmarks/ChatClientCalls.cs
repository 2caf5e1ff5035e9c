using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using GigaChat.Usage.Benchmarks.Instrumentation;
using GigaChat.Usage.Benchmarks.Wire;

namespace GigaChat.Usage.Benchmarks;

/// <summary>A call through the OpenAI client: bare, with this library under it, and with the OpenTelemetry chat client
/// around it.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class ChatClientCalls
{
    private ObservedChatClient _json = null!;
    private ObservedChatClient _stream = null!;

    [GlobalSetup(Targets = [nameof(JsonOpenAI), nameof(StreamOpenAI)])]
    public Task SetUpOpenAI() => SetUpAsync(ObservedChatClient.Bare);

    [GlobalSetup(Targets = [nameof(JsonOpenAIGigaChatUsage), nameof(StreamOpenAIGigaChatUsage)])]
    public Task SetUpGigaChatUsage() => SetUpAsync(ObservedChatClient.GigaChatUsage);

    [GlobalSetup(Targets = [nameof(JsonOpenAIOpenTelemetryChat), nameof(StreamOpenAIOpenTelemetryChat)])]
    public Task SetUpOpenTelemetryChat() => SetUpAsync(ObservedChatClient.OpenTelemetryChat);

    [GlobalCleanup]
    public void CleanUp()
    {
        _json.Dispose();
        _stream.Dispose();
    }

    [Benchmark(Baseline = true), BenchmarkCategory("OpenAI client, JSON")]
    public Task<int> JsonOpenAI() => _json.AskAsync();

    [Benchmark, BenchmarkCategory("OpenAI client, JSON")]
    public Task<int> JsonOpenAIGigaChatUsage() => _json.AskAsync();

    [Benchmark, BenchmarkCategory("OpenAI client, JSON")]
    public Task<int> JsonOpenAIOpenTelemetryChat() => _json.AskAsync();

    [Benchmark(Baseline = true), BenchmarkCategory("OpenAI client, stream")]
    public Task<int> StreamOpenAI() => _stream.StreamAsync();

    [Benchmark, BenchmarkCategory("OpenAI client, stream")]
    public Task<int> StreamOpenAIGigaChatUsage() => _stream.StreamAsync();

    [Benchmark, BenchmarkCategory("OpenAI client, stream")]
    public Task<int> StreamOpenAIOpenTelemetryChat() => _stream.StreamAsync();

    private async Task SetUpAsync(Func<CannedAnswer, ObservedChatClient> make)
    {
        _json = make(CannedAnswer.Json);
        await _json.AskAsync();
        _json.ThrowIfUnobserved();

        _stream = make(CannedAnswer.Stream);
        await _stream.StreamAsync();
        _stream.ThrowIfUnobserved();
    }
}
