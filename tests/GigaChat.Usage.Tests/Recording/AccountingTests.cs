using System.Collections.Concurrent;

namespace GigaChat.Usage.Tests.Recording;

internal sealed class AccountingTests : RecorderFixture
{
    [Test]
    [Property("Lesson", "L21")]
    public async Task Thirty_two_writers_lose_nothing_double_nothing_and_the_books_balance_at_every_sample()
    {
        const int writers = 32;
        const int perWriter = 10_000;
        var writes = 0;
        Store.Behaviour = (_, _) =>
            Interlocked.Increment(ref writes) % 7 == 0
                ? Task.FromException(new IOException("unplugged"))
                : Task.CompletedTask;
        Choices.QueueCapacity = writers * perWriter;
        Choices.RetryDelay = TimeSpan.FromMilliseconds(1);
        Choices.MaxRetryDelay = TimeSpan.FromMilliseconds(1);
        await using var recorder = new UsageRecorder(Store, new UsageRecorderOptions { Tracking = Choices });

        using var done = new CancellationTokenSource();
        var sampling = Task.Factory.StartNew(
            () =>
            {
                var samples = 0;
                var unbalanced = new List<UsageRecorderCounters>();
                for (; !done.IsCancellationRequested || samples == 0; samples++)
                {
                    var now = recorder.Counters;
                    if (
                        now.Accepted != now.Persisted + now.Failed + now.Queued + now.InFlight
                        || now.Offered != now.Accepted + now.Dropped
                    )
                        unbalanced.Add(now);
                    Thread.Yield();
                }

                return (samples, unbalanced);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        var ids = new ConcurrentBag<Guid>();
        await Task.WhenAll(
            Enumerable
                .Range(0, writers)
                .Select(_ =>
                    Task.Run(() =>
                    {
                        for (var i = 0; i < perWriter; i++)
                        {
                            var record = Record();
                            if (recorder.TryRecord(record))
                                ids.Add(record.Id);
                        }
                    })
                )
        );
        var flush = recorder.FlushAsync().Soon();
        await flush.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await done.CancelAsync();
        await flush;
        var (samples, unbalanced) = await sampling.Soon();

        unbalanced.Should().BeEmpty();
        samples.Should().BePositive();
        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Accepted = writers * perWriter,
                    Persisted = writers * perWriter,
                    Failed = 0,
                    Queued = 0,
                    InFlight = 0,
                    Dropped = 0,
                }
            );
        ids.ToHashSet().SetEquals(Store.Stored.Select(record => record.Id)).Should().BeTrue();
        Store.Stored.Should().HaveCount(writers * perWriter);
        Store.OfferedAgain.Should().Be(0);
        TestContext.Out.WriteLine(
            $"{samples} samples, {Store.Batches.Count} batches, {recorder.Counters.Retries} retries"
        );
    }

    [Test]
    [Property("Lesson", "L21")]
    public async Task A_full_queue_turns_records_away_and_counts_them()
    {
        var open = new TaskCompletionSource();
        Store.Behaviour = (_, _) => open.Task;
        Choices.QueueCapacity = 3;
        Choices.BatchSize = 1;
        await using var recorder = Recorder();

        recorder.TryRecord(Record()).Should().BeTrue();
        await Store.OfferAsync();
        Enumerable.Range(0, 5).Select(_ => recorder.TryRecord(Record())).Should().Equal(true, true, true, false, false);

        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Offered = 6,
                    Accepted = 4,
                    InFlight = 1,
                    Queued = 3,
                    DroppedQueueFull = 2,
                    DroppedStopped = 0,
                }
            );
        open.SetResult();
        await recorder.FlushAsync().Soon();
        recorder.Counters.Should().BeEquivalentTo(new { Persisted = 4, Dropped = 2 });
    }

    [Test]
    public async Task A_missing_record_is_the_callers_error_and_is_not_counted()
    {
        await using var recorder = Recorder();

        recorder
            .Invoking(it => it.TryRecord(null!))
            .Should()
            .Throw<ArgumentNullException>()
            .WithParameterName("record");

        recorder.Counters.Offered.Should().Be(0);
    }

    [Test]
    public async Task Recording_allocates_nothing()
    {
        Choices.BatchSize = 10_000;
        await using var recorder = Recorder();
        var records = Enumerable.Range(0, 2_500).Select(_ => Record()).ToArray();

        // Once to let the queue grow, and once to measure, both with the writer busy.
        var warm = await KeepWriterBusyAsync();
        RecordAll();
        warm.SetResult();
        await recorder.FlushAsync().Soon();
        var open = await KeepWriterBusyAsync();

        var before = GC.GetAllocatedBytesForCurrentThread();
        RecordAll();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        open.SetResult();
        allocated.Should().BeLessThan(records.Length, "a record costs less than a byte");

        async Task<TaskCompletionSource> KeepWriterBusyAsync()
        {
            var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
            Store.Behaviour = (_, _) =>
            {
                begun.TrySetResult();
                return end.Task;
            };
            recorder.TryRecord(Record());
            await begun.Task.Soon();
            return end;
        }

        void RecordAll()
        {
            foreach (var record in records)
                recorder.TryRecord(record);
        }
    }
}
