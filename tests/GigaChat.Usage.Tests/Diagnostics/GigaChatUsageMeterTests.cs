using System.Diagnostics.Metrics;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Tests.Recording;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Tests.Diagnostics;

internal sealed class GigaChatUsageMeterTests : RecorderFixture
{
    private const string Records = "gigachat.usage.records.";

    [Test]
    public async Task Every_counter_is_a_metric_and_they_add_up()
    {
        using var metrics = new MetricSnapshot();
        Store.Refuses(record => record.Topic == "bad", () => new UsageDataException());
        Choices.QueueCapacity = 2;
        var open = new TaskCompletionSource();
        await using var recorder = Recorder();
        recorder.TryRecord(Record());
        recorder.TryRecord(Record("bad"));
        await recorder.FlushAsync().Soon();
        var begun = new TaskCompletionSource();
        Store.Behaviour = (_, _) =>
        {
            begun.TrySetResult();
            return open.Task;
        };
        recorder.TryRecord(Record());
        await begun.Task.Soon();
        for (var i = 0; i < 5; i++)
            recorder.TryRecord(Record());

        var now = metrics.Read();

        now.Should().Contain(Records + "accepted", 5);
        now.Should().Contain(Records + "persisted", 1);
        now.Should().Contain(Records + "failed", 1);
        now.Should().Contain(Records + "queued", 2);
        now.Should().Contain(Records + "in_flight", 1);
        now.Should().Contain(Records + "retries", 0);
        now.Should().Contain(Records + "dropped{reason=queue_full}", 3);
        now.Should().Contain(Records + "dropped{reason=journal_full}", 0);
        now.Should().Contain(Records + "dropped{reason=stopped}", 0);
        now.Should().Contain(Records + "replayed", 0);
        now.Should().Contain(Records + "unjournaled", 0);
        now.Should().Contain("gigachat.usage.journal.bytes", 0);
        open.SetResult();
    }

    [Test]
    public async Task Recorders_side_by_side_each_report_their_own_and_leave_nothing_behind()
    {
        await using var one = Recorder();
        await using (var other = Recorder())
        {
            other.TryRecord(Record());
            other.TryRecord(Record());
            one.TryRecord(Record());
            using var both = new MetricSnapshot();
            both.ReadAll(Records + "accepted").Should().BeEquivalentTo([1L, 2L]);
        }

        using var left = new MetricSnapshot();
        left.ReadAll(Records + "accepted").Should().Equal(1L);
    }

    [Test]
    public async Task A_meter_from_a_factory_is_the_factorys_and_keeps_the_last_figures_until_it_ends()
    {
        var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new MetricSnapshot();
        var recorder = new UsageRecorder(
            Store,
            new UsageRecorderOptions
            {
                Tracking = Choices,
                TimeProvider = Clock,
                Logger = Logger,
                MeterFactory = services.GetRequiredService<IMeterFactory>(),
            }
        );
        recorder.TryRecord(Record());

        await recorder.DisposeAsync();
        metrics.ReadAll(Records + "persisted").Should().Equal(1L);
        await services.DisposeAsync();

        metrics.ReadAll(Records + "persisted").Should().BeEmpty();
    }

    [Test]
    public void Options_out_of_range_leave_no_meter_behind()
    {
        Choices.BatchSize = 0;
        FluentActions.Invoking(Recorder).Should().Throw<Microsoft.Extensions.Options.OptionsValidationException>();

        using var metrics = new MetricSnapshot();
        metrics.Read().Should().BeEmpty();
    }

    [Test]
    public void Failures_of_capture_are_counted_by_kind()
    {
        using var metrics = new MetricSnapshot();
        using var meter = new GigaChatUsageMeter();

        meter.CaptureFailed("parse");
        meter.CaptureFailed("internal");
        meter.CaptureFailed("parse");

        meter.CaptureFailures.Should().BeEquivalentTo(new Dictionary<string, long> { ["parse"] = 2, ["internal"] = 1 });
        metrics
            .Added.Should()
            .BeEquivalentTo(
                new Dictionary<string, long>
                {
                    ["gigachat.usage.capture.failures{kind=parse}"] = 2,
                    ["gigachat.usage.capture.failures{kind=internal}"] = 1,
                }
            );
    }

    [Test]
    public void A_listener_that_throws_does_not_reach_the_caller()
    {
        using var meter = new GigaChatUsageMeter();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "gigachat.usage.capture.failures")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("broken"));
        listener.Start();

        meter.Invoking(it => it.CaptureFailed("parse")).Should().NotThrow();

        meter.CaptureFailures["parse"].Should().Be(1);
    }
}
