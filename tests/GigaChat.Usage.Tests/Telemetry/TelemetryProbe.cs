using System.Diagnostics;
using System.Text;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace GigaChat.Usage.Tests.Telemetry;

/// <summary>An application with OpenTelemetry in front of a server on a real socket: what it exports of the calls to
/// that server.</summary>
internal sealed class TelemetryProbe : IAsyncDisposable
{
    private readonly List<Activity> _spans = [];
    private readonly List<MetricSnapshot> _metrics = [];
    private readonly ServiceProvider _services;
    private readonly TracerProvider _tracing;
    private readonly MeterProvider _metering;

    private TelemetryProbe(
        GigaChatServer server,
        Action<IGigaChatUsageBuilder>? build,
        Action<GigaChatUsageOptions>? configure
    )
    {
        Server = server;
        var services = new ServiceCollection();
        var builder = services.AddGigaChatUsageTracking(configure ?? (static _ => { }));
        build?.Invoke(builder);
        _services = services.BuildServiceProvider();
        _tracing = Sdk.CreateTracerProviderBuilder()
            .AddGigaChatUsageInstrumentation()
            .AddSource(CallerSource.Name, "System.Net.Http")
            .AddInMemoryExporter(_spans)
            .Build();
        _metering = Sdk.CreateMeterProviderBuilder()
            .AddGigaChatUsageInstrumentation()
            .AddInMemoryExporter(_metrics)
            .Build();
        Client = _services.GetRequiredService<IHttpClientFactory>().CreateClient();
        Client.BaseAddress = server.V1BaseAddress;
        Bare = new HttpClient(new GigaChatUsageHandler(new RecordList(), new SocketsHttpHandler()))
        {
            BaseAddress = server.V1BaseAddress,
        };
    }

    /// <summary>Makes the spans of the application itself.</summary>
    public static ActivitySource CallerSource { get; } = new("GigaChat.Usage.Tests.Caller");

    public GigaChatServer Server { get; }

    /// <summary>The application's client, made by its factory.</summary>
    public HttpClient Client { get; }

    /// <summary>A client made by hand: its synchronous calls run on the caller's thread and context all the way, those
    /// of the factory's logging do not.</summary>
    public HttpClient Bare { get; }

    /// <summary>The spans of calls to this server that have ended.</summary>
    public IReadOnlyList<Activity> Spans =>
        [.. Ended.Where(static span => span.Source.Name == GigaChatUsageActivitySource.Name)];

    public Activity Span => Spans.Should().ContainSingle().Subject;

    /// <summary>The spans of HTTP to this server.</summary>
    public IReadOnlyList<Activity> HttpSpans => [.. Ended.Where(static span => span.Source.Name == "System.Net.Http")];

    private IEnumerable<Activity> Ended =>
        _spans.ToArray().Where(span => Equals(span.GetTagItem("server.port"), Server.BaseAddress.Port));

    public static async Task<TelemetryProbe> StartAsync(
        Action<IGigaChatUsageBuilder>? build = null,
        Action<GigaChatUsageOptions>? configure = null
    ) => new(await GigaChatServer.StartAsync(), build, configure);

    public static StringContent Body(string model = "GigaChat-2", string text = "Привет") =>
        new(
            $$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{text}}"}]}""",
            Encoding.UTF8,
            "application/json"
        );

    /// <summary>Sends a completion; its body is left to the caller.</summary>
    public async Task<HttpResponseMessage> AskAsync(
        HttpContent? content = null,
        string path = "chat/completions",
        CancellationToken cancellationToken = default
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Client.BaseAddress!, path))
        {
            Content = content ?? Body(),
        };
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Sends a completion and reads its answer.</summary>
    public async Task ReadAsync(HttpContent? content = null, string path = "chat/completions")
    {
        using var response = await AskAsync(content, path);
        await response.Content.ReadAsStringAsync();
    }

    /// <summary>The metric of a name, and its points for this server; null when nothing was measured.</summary>
    public (MetricSnapshot Metric, IReadOnlyList<MetricPoint> Points)? Metric(string name)
    {
        _metrics.Clear();
        _metering.ForceFlush();
        foreach (var metric in _metrics.Where(metric => metric.Name == name))
        {
            MetricPoint[] points =
            [
                .. metric.MetricPoints.Where(point =>
                    Equals(Tags(point).GetValueOrDefault("server.port"), Server.BaseAddress.Port)
                ),
            ];
            if (points.Length > 0)
                return (metric, points);
        }

        return null;
    }

    /// <summary>Every label of every point of this server.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Labels()
    {
        _metrics.Clear();
        _metering.ForceFlush();
        return [.. _metrics.SelectMany(static metric => metric.MetricPoints).SelectMany(static point => Tags(point))];
    }

    public static Dictionary<string, object?> Tags(MetricPoint point)
    {
        var tags = new Dictionary<string, object?>();
        foreach (var (key, value) in point.Tags)
            tags.Add(key, value);
        return tags;
    }

    public static IReadOnlyList<double> Buckets(MetricPoint point)
    {
        var bounds = new List<double>();
        foreach (var bucket in point.GetHistogramBuckets())
            bounds.Add(bucket.ExplicitBound);
        return bounds;
    }

    public async Task<UsageRecord> RecordAsync()
    {
        await _services.GetRequiredService<IUsageRecorder>().FlushAsync();
        return (await _services.GetRequiredService<IUsageReader>().ListAsync(UsageFilter.All, new UsagePage()))
            .Items.Should()
            .ContainSingle()
            .Subject;
    }

    public async ValueTask DisposeAsync()
    {
        _tracing.Dispose();
        _metering.Dispose();
        Client.Dispose();
        Bare.Dispose();
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}
