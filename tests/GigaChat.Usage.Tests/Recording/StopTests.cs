namespace GigaChat.Usage.Tests.Recording;

[Property("Lesson", "L1")]
internal sealed class StopTests : RecorderFixture
{
    [Test]
    public async Task Disposing_writes_what_waits([Values] bool sync)
    {
        Choices.BatchDelay = TimeSpan.FromMinutes(1);
        Choices.BatchSize = 7;
        var recorder = Recorder();
        for (var i = 0; i < 100; i++)
            recorder.TryRecord(Record());

        await DisposeAsync(recorder, sync);

        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Accepted = 100,
                    Persisted = 100,
                    Failed = 0,
                    Queued = 0,
                    InFlight = 0,
                }
            );
        Logger.Collector.Count.Should().Be(0);
    }

    [Test]
    public async Task Disposing_a_recorder_that_took_nothing_ends_at_once([Values] bool sync)
    {
        await DisposeAsync(Recorder(), sync);

        Store.Offers.Should().Be(0);
    }

    [Test]
    public async Task After_the_stop_records_are_turned_away_and_counted_so()
    {
        var recorder = Recorder();
        await recorder.DisposeAsync();

        recorder.TryRecord(Record()).Should().BeFalse();

        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Offered = 1,
                    Accepted = 0,
                    DroppedStopped = 1,
                    DroppedQueueFull = 0,
                }
            );
        Logged(103).Should().BeEmpty();
    }

    [Test]
    public async Task With_a_dead_store_the_stop_takes_no_longer_than_its_budget_and_says_what_is_lost()
    {
        Store.Fails(int.MaxValue, () => new IOException("unplugged"));
        Choices.BatchSize = 2;
        Choices.RetryDelay = Choices.MaxRetryDelay = TimeSpan.FromMinutes(1);
        var recorder = Recorder();
        for (var i = 0; i < 5; i++)
            recorder.TryRecord(Record());
        await Clock.WaitBegunAsync(Choices.RetryDelay).Soon();

        var stopping = recorder.DisposeAsync().AsTask();
        await Clock.WaitBegunAsync(Choices.ShutdownTimeout, Choices.ShutdownTimeout).Soon();
        stopping.IsCompleted.Should().BeFalse();
        Clock.Advance(Choices.ShutdownTimeout);
        await stopping.Soon();

        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Accepted = 5,
                    Persisted = 0,
                    Failed = 5,
                    Queued = 0,
                    InFlight = 0,
                }
            );
        Logged(104).Should().ContainSingle().Which.Should().StartWith("5 usage records").And.Contain("ShutdownTimeout");
    }

    [Test]
    public async Task A_store_that_hangs_does_not_hold_the_stop_up([Values] bool blocksItsThread)
    {
        using var hang = new ManualResetEventSlim();
        var hangs = new TaskCompletionSource();
        Store.Behaviour = (_, _) =>
        {
            if (blocksItsThread)
                hang.Wait(Patience.Token);
            return hangs.Task;
        };
        var recorder = Recorder();
        recorder.TryRecord(Record());
        await Store.OfferAsync();

        var stopping = recorder.DisposeAsync().AsTask();
        await Clock.WaitBegunAsync(Choices.ShutdownTimeout, Choices.ShutdownTimeout).Soon();
        Clock.Advance(Choices.ShutdownTimeout);
        await stopping.Soon();

        recorder.Counters.Should().BeEquivalentTo(new { Failed = 1, InFlight = 0 });
        hang.Set();
        hangs.SetResult();
    }

    [Test]
    public async Task A_store_that_comes_back_within_the_budget_gets_everything()
    {
        Store.Fails(12, () => new IOException("unplugged"));
        Choices.MaxRetryDelay = TimeSpan.FromHours(1);
        Choices.ShutdownTimeout = TimeSpan.FromMinutes(10);

        // Longer than any wait between two tries here, so that the one is not taken for the other.
        Choices.WriteTimeout = TimeSpan.FromMinutes(10);
        var recorder = Recorder();
        recorder.TryRecord(Record());
        for (var wait = Choices.RetryDelay; wait < Choices.RetryDelay * 1_024; wait *= 2)
            await PassBackoffAsync(wait);
        await Clock.WaitBegunAsync(Choices.RetryDelay * 1_024).Soon();

        // The wait of ten minutes is cut short, and those that follow begin small again.
        var stopping = recorder.DisposeAsync().AsTask();
        await PassBackoffAsync(Choices.RetryDelay);
        await stopping.Soon();

        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Persisted = 1,
                    Failed = 0,
                    Retries = 12,
                }
            );
    }

    [Test]
    public async Task Without_a_budget_the_stop_gives_up_at_once()
    {
        var hangs = new TaskCompletionSource();
        Store.Behaviour = (_, _) => hangs.Task;
        Choices.ShutdownTimeout = TimeSpan.Zero;
        var recorder = Recorder();
        recorder.TryRecord(Record());

        await recorder.DisposeAsync().AsTask().Soon();

        ShouldAddUp(recorder.Counters);
        recorder.Counters.Should().BeEquivalentTo(new { Accepted = 1, Failed = 1 });
        hangs.SetResult();
    }

    [Test]
    public async Task Disposing_many_times_at_once_stops_once()
    {
        var recorder = Recorder();
        for (var i = 0; i < 1_000; i++)
            recorder.TryRecord(Record());

        await Task.WhenAll(
                Enumerable.Range(0, 20).Select(i => Task.Run(() => DisposeAsync(recorder, sync: i % 2 == 0)))
            )
            .Soon();
        await DisposeAsync(recorder, sync: true);

        recorder.Counters.Should().BeEquivalentTo(new { Persisted = 1_000, Failed = 0 });
    }

    [Test]
    public async Task Callers_that_record_while_it_stops_are_told_the_truth_each()
    {
        var recorder = Recorder();
        var accepted = 0;
        using var go = new ManualResetEventSlim();
        var writers = Enumerable
            .Range(0, 8)
            .Select(_ =>
                Task.Run(() =>
                {
                    go.Wait(Patience.Token);
                    for (var i = 0; i < 2_000; i++)
                    {
                        if (recorder.TryRecord(Record()))
                            Interlocked.Increment(ref accepted);
                    }
                })
            )
            .ToList();

        go.Set();
        await recorder.DisposeAsync().AsTask().Soon();
        await Task.WhenAll(writers).Soon();

        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Offered = 16_000,
                    Accepted = accepted,
                    Persisted = accepted,
                    Failed = 0,
                }
            );
        Store.Stored.Should().HaveCount(accepted);
    }

    [Test]
    public void Disposing_on_a_thread_with_a_synchronization_context_does_not_deadlock()
    {
        Store.Behaviour = async (_, _) => await Task.Yield();
        var recorder = Recorder();
        var stopped = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            // Work posted to it is never run, as when a window's only thread is the one that blocks.
            SynchronizationContext.SetSynchronizationContext(new DeafContext());
            recorder.TryRecord(Record());
            recorder.Dispose();
            stopped.Set();
        })
        {
            IsBackground = true,
        };

        thread.Start();

        stopped.Wait(TimeSpan.FromSeconds(60)).Should().BeTrue();
        recorder.Counters.Persisted.Should().Be(1);
    }

    private static async Task DisposeAsync(UsageRecorder recorder, bool sync)
    {
        if (sync)
            await Task.Run(recorder.Dispose).Soon();
        else
            await recorder.DisposeAsync().AsTask().Soon();
    }

    private sealed class DeafContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) { }
    }
}
