using GigaChat.Usage.Benchmarks.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace GigaChat.Usage.Benchmarks.Instrumentation;

/// <summary>An <see cref="HttpClient"/> over canned responses, with one way of observing it; whatever is observed is made
/// in full and then discarded.</summary>
internal sealed class ObservedHttpClient : IDisposable
{
    private readonly Action _throwIfUnobserved;
    private readonly IDisposable[] _owned;

    private ObservedHttpClient(HttpClient client, Action throwIfUnobserved, params IDisposable[] owned)
    {
        Client = client;
        _throwIfUnobserved = throwIfUnobserved;
        _owned = owned;
    }

    public HttpClient Client { get; }

    public static ObservedHttpClient Bare(CannedAnswer answer) =>
        new(new HttpClient(CannedConnection.NewHandler(answer)), static () => { });

    public static ObservedHttpClient GigaChatUsage(CannedAnswer answer)
    {
        var usage = new DiscardedUsage();
        var client = new HttpClient(new GigaChatUsageHandler(usage.Recorder, CannedConnection.NewHandler(answer)));
        return new ObservedHttpClient(client, usage.ThrowIfNone, usage);
    }

    /// <summary>What every client of the factory has unless it is taken away: one logging handler outside and one
    /// inside, four messages a call.</summary>
    public static ObservedHttpClient FactoryLogging(CannedAnswer answer)
    {
        var log = new DiscardedLog();
        var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(log))
            .AddHttpClient("gigachat")
            .ConfigurePrimaryHttpMessageHandler(() => CannedConnection.NewHandler(answer))
            .Services.BuildServiceProvider();
        return new ObservedHttpClient(
            services.GetRequiredService<IHttpClientFactory>().CreateClient("gigachat"),
            log.ThrowIfNone,
            services,
            log
        );
    }

    public static ObservedHttpClient OpenTelemetryHttp(CannedAnswer answer)
    {
        var spans = new DiscardedSpans();
        var tracing = Sdk.CreateTracerProviderBuilder()
            .SetSampler(new AlwaysOnSampler())
            .AddHttpClientInstrumentation()
            .AddProcessor(spans)
            .Build();
        return new ObservedHttpClient(
            new HttpClient(CannedConnection.NewHandler(answer)),
            spans.ThrowIfNone,
            tracing,
            spans
        );
    }

    /// <summary>Fails when the calls made so far were not observed, so that nothing is measured that does no
    /// work.</summary>
    public void ThrowIfUnobserved() => _throwIfUnobserved();

    public void Dispose()
    {
        Client.Dispose();
        foreach (var owned in _owned)
            owned.Dispose();
    }
}
