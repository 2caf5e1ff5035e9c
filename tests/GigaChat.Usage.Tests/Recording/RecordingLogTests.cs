using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Tests.Recording;

internal sealed class RecordingLogTests : RecorderFixture
{
    [Test]
    public async Task An_outage_is_told_at_once_then_once_a_minute_and_its_end_once()
    {
        Store.Fails(130, () => new IOException("unplugged"));
        Choices.RetryDelay = Choices.MaxRetryDelay = TimeSpan.FromSeconds(1);
        await using var recorder = Recorder();
        recorder.TryRecord(Record());

        for (var i = 0; i < 130; i++)
            await PassBackoffAsync(Choices.RetryDelay);
        await recorder.FlushAsync().Soon();

        Logged(100).Should().HaveCount(3);
        Logged(100)[0].Should().Contain("(0 more failures").And.Contain("Check that the store is running");
        Logged(100)[1].Should().Contain("(59 more failures");
        Logged(101).Should().ContainSingle().Which.Should().Contain("after 130 failures");
        Logger.Collector.GetSnapshot()[0].Exception.Should().BeOfType<IOException>();
        Logger.Collector.GetSnapshot()[0].Level.Should().Be(LogLevel.Error);
    }

    [Test]
    public async Task A_store_that_fails_and_recovers_all_the_time_does_not_flood_the_log()
    {
        var writes = 0;
        Store.Behaviour = (_, _) =>
            Interlocked.Increment(ref writes) % 2 == 1
                ? Task.FromException(new IOException("unplugged"))
                : Task.CompletedTask;
        await using var recorder = Recorder();

        for (var i = 0; i < 50; i++)
        {
            recorder.TryRecord(Record());
            await Clock.WaitBegunAsync(Choices.RetryDelay).Soon();
            await recorder.FlushAsync().Soon();
        }

        Logger.Collector.Count.Should().Be(2);
    }

    [Test]
    [Property("Lesson", "L21")]
    public async Task A_full_queue_is_told_at_once_then_once_a_minute_with_what_to_do()
    {
        var open = new TaskCompletionSource();
        Store.Behaviour = (_, _) => open.Task;
        Choices.QueueCapacity = 1;
        Choices.BatchSize = 1;
        Choices.WriteTimeout = TimeSpan.FromMinutes(10);
        await using var recorder = Recorder();
        recorder.TryRecord(Record());
        await Store.OfferAsync();
        recorder.TryRecord(Record());

        for (var i = 0; i < 100; i++)
            recorder.TryRecord(Record()).Should().BeFalse();
        Clock.Advance(TimeSpan.FromMinutes(1));
        recorder.TryRecord(Record());

        Logged(103).Should().HaveCount(2);
        Logged(103)[0].Should().StartWith("1 usage records were dropped").And.Contain("QueueCapacity");
        Logged(103)[1].Should().StartWith("100 usage records were dropped");
        open.SetResult();
    }

    [Test]
    public async Task Ten_parked_records_a_minute_are_told_one_by_one()
    {
        Store.Refuses(_ => true, () => new UsageDataException("refused"));
        await using var recorder = Recorder();
        for (var i = 0; i < 25; i++)
            recorder.TryRecord(Record());
        await recorder.FlushAsync().Soon();

        Clock.Advance(TimeSpan.FromMinutes(1));
        recorder.TryRecord(Record());
        await recorder.FlushAsync().Soon();

        Logged(102).Should().HaveCount(11);
        Logged(102)[10].Should().Contain("(15 more dead-lettered");
    }

    [Test]
    public async Task A_logger_that_throws_disturbs_neither_callers_nor_the_writer()
    {
        Store.Fails(1, () => new IOException("unplugged"));
        Choices.QueueCapacity = 1;
        await using var recorder = new UsageRecorder(
            Store,
            new UsageRecorderOptions
            {
                Tracking = Choices,
                TimeProvider = Clock,
                Logger = new BrokenLogger<UsageRecorder>(),
            }
        );

        recorder.TryRecord(Record());
        await Clock.WaitBegunAsync(Choices.RetryDelay).Soon();
        recorder.TryRecord(Record());
        recorder.TryRecord(Record()).Should().BeFalse();
        await recorder.FlushAsync().Soon();

        recorder.Counters.Should().BeEquivalentTo(new { Persisted = 2, DroppedQueueFull = 1 });
    }
}
