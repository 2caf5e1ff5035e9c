using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using GigaChat.Usage.Benchmarks.Instrumentation;
using GigaChat.Usage.Benchmarks.Wire;

namespace GigaChat.Usage.Benchmarks;

/// <summary>A call through <see cref="HttpClient"/>: bare, and with each way of observing it.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class HttpCalls
{
    private ObservedHttpClient _json = null!;
    private ObservedHttpClient _stream = null!;
    private HttpCaller _jsonCaller = null!;
    private HttpCaller _streamCaller = null!;

    [GlobalSetup(Targets = [nameof(JsonBare), nameof(StreamBare)])]
    public Task SetUpBare() => SetUpAsync(ObservedHttpClient.Bare);

    [GlobalSetup(Targets = [nameof(JsonGigaChatUsage), nameof(StreamGigaChatUsage)])]
    public Task SetUpGigaChatUsage() => SetUpAsync(ObservedHttpClient.GigaChatUsage);

    [GlobalSetup(Targets = [nameof(JsonFactoryLogging), nameof(StreamFactoryLogging)])]
    public Task SetUpFactoryLogging() => SetUpAsync(ObservedHttpClient.FactoryLogging);

    [GlobalSetup(Targets = [nameof(JsonOpenTelemetryHttp), nameof(StreamOpenTelemetryHttp)])]
    public Task SetUpOpenTelemetryHttp() => SetUpAsync(ObservedHttpClient.OpenTelemetryHttp);

    [GlobalCleanup]
    public void CleanUp()
    {
        _json.Dispose();
        _stream.Dispose();
    }

    [Benchmark(Baseline = true), BenchmarkCategory("HttpClient, JSON")]
    public Task<int> JsonBare() => _jsonCaller.AskAsync();

    [Benchmark, BenchmarkCategory("HttpClient, JSON")]
    public Task<int> JsonGigaChatUsage() => _jsonCaller.AskAsync();

    [Benchmark, BenchmarkCategory("HttpClient, JSON")]
    public Task<int> JsonFactoryLogging() => _jsonCaller.AskAsync();

    [Benchmark, BenchmarkCategory("HttpClient, JSON")]
    public Task<int> JsonOpenTelemetryHttp() => _jsonCaller.AskAsync();

    [Benchmark(Baseline = true), BenchmarkCategory("HttpClient, stream")]
    public Task<int> StreamBare() => _streamCaller.StreamAsync();

    [Benchmark, BenchmarkCategory("HttpClient, stream")]
    public Task<int> StreamGigaChatUsage() => _streamCaller.StreamAsync();

    [Benchmark, BenchmarkCategory("HttpClient, stream")]
    public Task<int> StreamFactoryLogging() => _streamCaller.StreamAsync();

    [Benchmark, BenchmarkCategory("HttpClient, stream")]
    public Task<int> StreamOpenTelemetryHttp() => _streamCaller.StreamAsync();

    private async Task SetUpAsync(Func<CannedAnswer, ObservedHttpClient> make)
    {
        _json = make(CannedAnswer.Json);
        _jsonCaller = new HttpCaller(_json.Client);
        await _jsonCaller.AskAsync();
        _json.ThrowIfUnobserved();

        _stream = make(CannedAnswer.Stream);
        _streamCaller = new HttpCaller(_stream.Client);
        var reads = await _streamCaller.StreamAsync();
        _stream.ThrowIfUnobserved();
        if (reads != ChatAnswer.StreamChunks + 1)
            throw new InvalidOperationException($"The stream came in {reads} reads: a chunk is no longer one read.");
    }
}
