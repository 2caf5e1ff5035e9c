using System.Diagnostics;
using System.Diagnostics.Metrics;
using GigaChat.Usage.Capture;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Telemetry;
using GigaChat.Usage.Tests.Capture;

namespace GigaChat.Usage.Tests.Telemetry;

/// <summary>Listeners that throw do not reach the caller, and none cost nothing.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class ListenerTests
{
    private const int Calls = 200;

    [Test]
    public async Task A_listener_that_throws_is_counted_and_the_call_goes_on(
        [Values("sample", "started", "stopped", "measured")] string where,
        [Values] bool synchronous
    )
    {
        await using var server = await GigaChatServer.StartAsync();
        var recorder = new RecordList();
        using var meter = new GigaChatUsageMeter();
        using var spans = SpanListener(where);
        using var metrics = MetricListener(where);
        using var client = Client(recorder, meter, new SocketsHttpHandler());
        using var caller = new Activity("caller").Start();

        using var request = Request(server.V1BaseAddress);
        using var response = synchronous ? client.Send(request) : await client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();

        answer.Should().Contain("usage");
        recorder.Records.Should().ContainSingle().Which.Outcome.Should().Be(UsageOutcome.Completed);
        Activity.Current.Should().BeSameAs(caller);
        meter.CaptureFailures["telemetry"].Should().BePositive();
    }

    [Test]
    public void Without_a_listener_a_call_allocates_nothing_for_them()
    {
        using var meter = new GigaChatUsageMeter();
        var telemetry = new UsageTelemetry(meter.Meter, new CurrentPrices(PriceBook.Sber), withEstimates: false);
        using var request = Request(new Uri("https://api.giga.chat/v1/"));
        var now = DateTimeOffset.UnixEpoch;
        telemetry.Follow(GenAiNames.Chat, request, now).Should().BeNull();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
            telemetry.Follow(GenAiNames.Chat, request, now);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        using var silent = Client(new RecordList(), meter: null, new StubServer());
        using var told = Client(new RecordList(), meter, new StubServer());
        Allocated(silent);
        Allocated(told);
        Allocated(told)
            .Should()
            .BeLessThanOrEqualTo(Allocated(silent) + Calls, "a byte a call is the queue of records growing");
    }

    private static long Allocated(HttpClient client)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            using var request = Request(new Uri("https://api.giga.chat/v1/"));
            using var response = client.Send(request);
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Out.WriteLine($"{bytes / Calls} bytes a call");
        return bytes;
    }

    private static HttpClient Client(IUsageRecorder recorder, GigaChatUsageMeter? meter, HttpMessageHandler server)
    {
        var capture = new UsageCapture(
            recorder,
            new GigaChatUsageOptions(),
            new ScriptAwareTokenEstimator(),
            [],
            TimeProvider.System,
            new CaptureFailures(TimeProvider.System, meter: meter),
            telemetry: meter is null
                ? null
                : new UsageTelemetry(meter.Meter, new CurrentPrices(PriceBook.Sber), withEstimates: false)
        );
        return new HttpClient(
            new GigaChatUsageHandler(capture, EndpointMatcher.EveryHost, null) { InnerHandler = server }
        );
    }

    private static HttpRequestMessage Request(Uri address) =>
        new(HttpMethod.Post, new Uri(address, "chat/completions")) { Content = TelemetryProbe.Body() };

    private static ActivityListener SpanListener(string where)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == GigaChatUsageActivitySource.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                where == "sample" ? throw new InvalidOperationException() : ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _ => ThrowAt("started", where),
            ActivityStopped = _ => ThrowAt("stopped", where),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static MeterListener MetricListener(string where)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (
                    instrument.Name.StartsWith("gen_ai.", StringComparison.Ordinal)
                    || instrument.Name == "gigachat.usage.capture.failures"
                )
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => ThrowAt("measured", where));
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => ThrowAt("measured", where));
        listener.Start();
        return listener;
    }

    private static void ThrowAt(string here, string where)
    {
        if (here == where)
            throw new InvalidOperationException("broken");
    }

    private sealed class StubServer : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            new()
            {
                Content = new StringContent(
                    """{"model":"GigaChat-2:2.0.28.2","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"""
                ),
            };

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => Task.FromResult(Send(request, cancellationToken));
    }
}
