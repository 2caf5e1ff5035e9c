namespace GigaChat.Usage.Tests.Recording;

[Property("Lesson", "L1")]
internal sealed class FlushTests : RecorderFixture
{
    [Test]
    public async Task A_flush_of_nothing_ends_at_once()
    {
        await using var recorder = Recorder();

        recorder.FlushAsync().IsCompletedSuccessfully.Should().BeTrue();
    }

    [Test]
    public async Task A_flush_ends_only_when_the_store_has_what_came_before_it()
    {
        var open = new TaskCompletionSource();
        Store.Behaviour = (_, _) => open.Task;
        await using var recorder = Recorder();

        recorder.TryRecord(Record());
        var flush = recorder.FlushAsync();
        await Store.OfferAsync();
        flush.IsCompleted.Should().BeFalse();
        open.SetResult();
        await flush.Soon();

        recorder.Counters.Persisted.Should().Be(1);
    }

    [Test]
    public async Task A_flush_does_not_wait_for_what_came_after_it()
    {
        var writes = 0;
        var never = new TaskCompletionSource();
        var first = new TaskCompletionSource();
        Store.Behaviour = (_, _) => Interlocked.Increment(ref writes) == 1 ? first.Task : never.Task;
        await using var recorder = Recorder();

        recorder.TryRecord(Record());
        await Store.OfferAsync();
        var flush = recorder.FlushAsync();
        recorder.TryRecord(Record());
        first.SetResult();
        await flush.Soon();

        recorder.Counters.Persisted.Should().Be(1);
        never.SetResult();
    }

    [Test]
    public async Task A_flush_wakes_the_writer_from_gathering_a_batch()
    {
        Choices.BatchDelay = TimeSpan.FromMinutes(1);
        await using var recorder = Recorder();
        recorder.TryRecord(Record());
        await Clock.WaitBegunAsync(Choices.BatchDelay).Soon();

        await recorder.FlushAsync().Soon();

        Store.Stored.Should().HaveCount(1);
    }

    [Test]
    public async Task A_flush_wakes_the_writer_from_the_wait_before_another_try()
    {
        Store.Fails(1, () => new IOException("unplugged"));
        Choices.RetryDelay = TimeSpan.FromMinutes(1);
        Choices.MaxRetryDelay = TimeSpan.FromHours(1);
        await using var recorder = Recorder();
        recorder.TryRecord(Record());
        await Clock.WaitBegunAsync(Choices.RetryDelay).Soon();

        await recorder.FlushAsync().Soon();

        recorder.Counters.Should().BeEquivalentTo(new { Persisted = 1, Retries = 1 });
    }

    [Test]
    public async Task A_flush_brings_one_try_forward_and_no_more()
    {
        Store.Fails(2, () => new IOException("unplugged"));
        Choices.RetryDelay = TimeSpan.FromMinutes(1);
        Choices.MaxRetryDelay = TimeSpan.FromHours(1);
        await using var recorder = Recorder();
        recorder.TryRecord(Record());
        await Clock.WaitBegunAsync(Choices.RetryDelay).Soon();
        var flush = recorder.FlushAsync();

        await Clock.WaitBegunAsync(Choices.RetryDelay * 2).Soon();
        flush.IsCompleted.Should().BeFalse();
        Clock.Advance(Choices.RetryDelay * 2);
        await flush.Soon();

        recorder.Counters.Retries.Should().Be(2);
    }

    [Test]
    public async Task A_parked_record_does_not_hold_a_flush_up()
    {
        Store.Refuses(_ => true, () => new UsageDataException("no such operation"));
        await using var recorder = Recorder();

        recorder.TryRecord(Record());
        await recorder.FlushAsync().Soon();

        recorder.Counters.Failed.Should().Be(1);
    }

    [Test]
    public async Task Cancelling_a_flush_stops_the_waiting_and_not_the_writing()
    {
        var open = new TaskCompletionSource();
        Store.Behaviour = (_, _) => open.Task;
        await using var recorder = Recorder();
        recorder.TryRecord(Record());
        using var cancellation = new CancellationTokenSource();
        var flush = recorder.FlushAsync(cancellation.Token);

        await cancellation.CancelAsync();
        await flush.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
        open.SetResult();
        await recorder.FlushAsync().Soon();

        recorder.Counters.Persisted.Should().Be(1);
    }

    [Test]
    public async Task Many_flushes_at_once_all_end()
    {
        await using var recorder = Recorder();

        await Task.WhenAll(
                Enumerable
                    .Range(0, 500)
                    .Select(_ =>
                        Task.Run(async () =>
                        {
                            recorder.TryRecord(Record());
                            await recorder.FlushAsync();
                        })
                    )
            )
            .Soon();

        recorder.Counters.Persisted.Should().Be(500);
    }

    [Test]
    public async Task A_flush_after_a_clean_stop_ends_at_once()
    {
        var recorder = Recorder();
        recorder.TryRecord(Record());

        await recorder.DisposeAsync().AsTask().Soon();

        recorder.FlushAsync().IsCompletedSuccessfully.Should().BeTrue();
    }

    [Test]
    public async Task A_flush_says_so_when_the_recorder_stopped_and_gave_records_up()
    {
        Store.Behaviour = (_, cancellationToken) =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        Choices.ShutdownTimeout = TimeSpan.Zero;
        var recorder = Recorder();
        recorder.TryRecord(Record());
        await Store.OfferAsync();
        var before = recorder.FlushAsync();

        await recorder.DisposeAsync().AsTask().Soon();

        await before
            .Awaiting(it => it)
            .Should()
            .ThrowAsync<InvalidOperationException>()
            .WithMessage("*before 1 of the accepted usage records*");
        await recorder.Awaiting(it => it.FlushAsync()).Should().ThrowAsync<InvalidOperationException>();
    }
}
