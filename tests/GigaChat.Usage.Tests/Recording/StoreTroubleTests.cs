using CsCheck;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Tests.Recording;

internal sealed class StoreTroubleTests : RecorderFixture
{
    [Test]
    [Property("Lesson", "L1")]
    public async Task While_the_store_is_down_records_wait_and_when_it_is_back_they_are_all_written()
    {
        Store.Fails(5, () => new IOException("unplugged"));
        await using var recorder = Recorder();
        recorder.TryRecord(Record());
        recorder.TryRecord(Record());

        for (var wait = Choices.RetryDelay; wait < Choices.RetryDelay * 32; wait *= 2)
        {
            ShouldAddUp(recorder.Counters);
            recorder.Counters.Persisted.Should().Be(0);
            await PassBackoffAsync(wait);
        }

        await recorder.FlushAsync().Soon();
        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Persisted = 2,
                    Failed = 0,
                    Retries = 5,
                }
            );
    }

    [Test]
    public async Task Records_that_arrive_while_the_store_is_down_ride_along_up_to_the_size_of_a_batch()
    {
        Store.Fails(1, () => new IOException("unplugged"));
        Choices.BatchSize = 3;
        await using var recorder = Recorder();
        recorder.TryRecord(Record());
        (await Store.OfferAsync()).Should().HaveCount(1);
        await Clock.WaitBegunAsync(Choices.RetryDelay).Soon();

        for (var i = 0; i < 4; i++)
            recorder.TryRecord(Record());
        Clock.Advance(Choices.RetryDelay);

        (await Store.OfferAsync()).Should().HaveCount(3);
        (await Store.OfferAsync()).Should().HaveCount(2);
    }

    [Test]
    public async Task New_records_do_not_cut_the_wait_before_another_try_short()
    {
        Store.Fails(1, () => new IOException("unplugged"));
        await using var recorder = Recorder();
        recorder.TryRecord(Record());
        await Clock.WaitBegunAsync(Choices.RetryDelay).Soon();

        for (var i = 0; i < Choices.BatchSize * 2; i++)
            recorder.TryRecord(Record());

        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Queued = Choices.BatchSize * 2,
                    InFlight = 1,
                    Retries = 0,
                }
            );
        Clock.Advance(Choices.RetryDelay);
        await recorder.FlushAsync().Soon();
    }

    [Test]
    public async Task A_store_that_hangs_and_ignores_its_token_is_given_up_and_tried_again(
        [Values] bool blocksItsThread
    )
    {
        var writes = 0;
        using var hang = new ManualResetEventSlim();
        var hangs = new TaskCompletionSource();
        Store.Behaviour = (_, _) =>
        {
            if (Interlocked.Increment(ref writes) > 1)
                return Task.CompletedTask;
            if (!blocksItsThread)
                return hangs.Task;
            hang.Wait(Patience.Token);
            return Task.FromException(new IOException("too late"));
        };
        await using var recorder = Recorder();
        recorder.TryRecord(Record());
        await Store.OfferAsync();

        await Clock.WaitBegunAsync(Choices.WriteTimeout).Soon();
        Clock.Advance(Choices.WriteTimeout);
        await PassBackoffAsync(Choices.RetryDelay);
        await recorder.FlushAsync().Soon();

        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Persisted = 1,
                    Retries = 1,
                    Failed = 0,
                }
            );
        Logged(100).Should().ContainSingle().Which.Should().Contain("WriteTimeout");
        hang.Set();
        hangs.SetException(new IOException("too late"));
    }

    [Test]
    public async Task A_store_that_blocks_its_thread_takes_none_from_the_pool_of_the_application()
    {
        var isOfThePool = new TaskCompletionSource<bool>();
        Store.Behaviour = (_, _) =>
        {
            isOfThePool.TrySetResult(Thread.CurrentThread.IsThreadPoolThread);
            return Task.CompletedTask;
        };
        await using var recorder = Recorder();

        recorder.TryRecord(Record());

        (await isOfThePool.Task.Soon()).Should().BeFalse();
    }

    [Test]
    public async Task The_token_of_a_write_that_ran_out_of_time_is_cancelled()
    {
        var cancelled = new TaskCompletionSource();
        var writes = 0;
        Store.Behaviour = async (_, cancellationToken) =>
        {
            if (Interlocked.Increment(ref writes) > 1)
                return;
            await using var registration = cancellationToken.Register(cancelled.SetResult);
            await cancelled.Task;
            cancellationToken.ThrowIfCancellationRequested();
        };
        await using var recorder = Recorder();
        recorder.TryRecord(Record());

        await Clock.WaitBegunAsync(Choices.WriteTimeout).Soon();
        Clock.Advance(Choices.WriteTimeout);

        await cancelled.Task.Soon();
        await recorder.FlushAsync().Soon();
        recorder.Counters.Persisted.Should().Be(1);
    }

    [Test]
    public async Task A_batch_too_large_for_its_time_is_tried_again_in_halves()
    {
        var never = new TaskCompletionSource();
        Store.Behaviour = (_, _) => never.Task;
        Choices.BatchDelay = TimeSpan.FromMinutes(1);
        Choices.BatchSize = 10;
        await using var recorder = Recorder();
        for (var i = 0; i < 10; i++)
            recorder.TryRecord(Record());

        var wait = Choices.RetryDelay;
        foreach (var size in new[] { 10, 5, 2 })
        {
            (await Store.OfferAsync()).Should().HaveCount(size);
            await Clock.WaitBegunAsync(Choices.WriteTimeout, Choices.WriteTimeout).Soon();
            Clock.Advance(Choices.WriteTimeout);
            await Clock.WaitBegunAsync(wait).Soon();
            if (size == 2)
                Store.Behaviour = (_, _) => Task.CompletedTask;
            Clock.Advance(wait);
            wait *= 2;
        }

        await recorder.FlushAsync().Soon();
        Store.Batches.Should().StartWith([1, 2, 3, 4]);
        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Persisted = 10,
                    Failed = 0,
                    Retries = 3,
                }
            );
        never.SetException(new IOException("too late"));
    }

    [Test]
    public async Task No_more_than_four_hanging_writes_pile_up_in_the_store()
    {
        var hangs = new TaskCompletionSource();
        Store.Behaviour = (_, _) => hangs.Task;
        Choices.RetryDelay = Choices.MaxRetryDelay = TimeSpan.FromSeconds(1);
        await using var recorder = Recorder();
        recorder.TryRecord(Record());

        for (var i = 0; i < 4; i++)
        {
            await Store.OfferAsync();
            await Clock.WaitBegunAsync(Choices.WriteTimeout).Soon();
            Clock.Advance(Choices.WriteTimeout);
            await PassBackoffAsync(Choices.RetryDelay);
        }

        await PassBackoffAsync(Choices.RetryDelay);
        await PassBackoffAsync(Choices.RetryDelay);
        await Clock.WaitBegunAsync(Choices.RetryDelay).Soon();
        Store.Offers.Should().Be(4);

        hangs.SetResult();
        Clock.Advance(Choices.RetryDelay);
        var flush = recorder.FlushAsync().Soon();
        while (!flush.IsCompleted)
        {
            await Task.WhenAny(flush, Clock.WaitBegunAsync(Choices.RetryDelay));
            Clock.Advance(Choices.RetryDelay);
        }

        recorder.Counters.Persisted.Should().Be(1);
    }

    [Test]
    public async Task A_store_that_throws_before_it_returns_a_task_or_returns_none_is_a_store_that_failed(
        [Values] bool returnsNone
    )
    {
        var writes = 0;
        Task? none = null;
        Func<Task> rude = returnsNone ? () => none! : () => throw new InvalidOperationException("rude");
        var store = new RudeStore(() => Interlocked.Increment(ref writes) > 1 ? Task.CompletedTask : rude());
        await using var recorder = new UsageRecorder(store, Choices, Clock, Logger, limits: Clock);

        recorder.TryRecord(Record());
        await PassBackoffAsync(Choices.RetryDelay);
        await recorder.FlushAsync().Soon();

        recorder.Counters.Should().BeEquivalentTo(new { Persisted = 1, Retries = 1 });
    }

    [Test]
    public void Waits_double_up_to_the_longest_and_at_least_half_of_each_is_certain() =>
        Gen.Select(Gen.Int[1, 60_000], Gen.Int[0, 3_600_000])
            .Sample(
                (first, more) =>
                {
                    var longest = TimeSpan.FromMilliseconds(first + more);
                    var backoff = new RetryBackoff(TimeSpan.FromMilliseconds(first), longest);
                    for (
                        var (i, most) = (0, TimeSpan.FromMilliseconds(first));
                        i < 100;
                        i++, most = most * 2 < longest ? most * 2 : longest
                    )
                        backoff
                            .Next()
                            .Should()
                            .BeGreaterThanOrEqualTo((most * 0.5) - TimeSpan.FromTicks(1))
                            .And.BeLessThanOrEqualTo(most);
                },
                iter: 50
            );

    private sealed class RudeStore(Func<Task> append) : IUsageStore
    {
        public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken) => append();
    }
}
