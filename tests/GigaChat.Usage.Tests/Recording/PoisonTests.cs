using CsCheck;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Tests.Recording;

[Property("Lesson", "L22")]
internal sealed class PoisonTests : RecorderFixture
{
    private const string Bad = "bad";

    [Test]
    public async Task A_record_refused_for_its_data_is_parked_and_the_others_are_written()
    {
        Store.Refuses(IsBad, () => new UsageDataException("the operation is not known here"));
        Choices.BatchDelay = TimeSpan.FromMinutes(1);
        await using var recorder = Recorder();
        var bad = Record(Bad);

        var flush = await RecordTogetherAsync(recorder, [Record(), bad, Record()]);
        await flush;

        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Persisted = 2,
                    Failed = 1,
                    InFlight = 0,
                    Queued = 0,
                }
            );
        var parked = recorder.ParkedRecords.Should().ContainSingle().Which;
        parked.Record.Should().Be(bad);
        parked.Reason.Should().Contain("the operation is not known here");
        parked.ParkedAt.Should().Be(Clock.GetUtcNow());
        Logged(102)
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain(bad.Id.ToString())
            .And.Contain("the operation is not known here");
    }

    [Test]
    public async Task A_record_that_fails_without_a_reason_is_told_from_an_outage_by_the_others()
    {
        Store.Refuses(IsBad, () => new InvalidOperationException("something"));
        Choices.BatchDelay = TimeSpan.FromMinutes(1);
        await using var recorder = Recorder();

        var flush = await RecordTogetherAsync(recorder, [Record(), Record(Bad), Record()]);
        await PassBackoffAsync(Choices.RetryDelay);
        await PassBackoffAsync(Choices.RetryDelay * 2);
        await flush;

        recorder.Counters.Should().BeEquivalentTo(new { Persisted = 2, Failed = 1 });
        recorder
            .ParkedRecords.Should()
            .ContainSingle()
            .Which.Reason.Should()
            .Be("InvalidOperationException: something");
    }

    [Test]
    public async Task A_record_alone_is_not_parked_without_a_reason_until_another_shows_that_the_store_is_up(
        [Values(1, 1_000)] int batchSize
    )
    {
        Store.Refuses(IsBad, () => new InvalidOperationException("something"));
        Choices.BatchSize = batchSize;
        Choices.MaxRetryDelay = Choices.RetryDelay;
        await using var recorder = Recorder();

        recorder.TryRecord(Record(Bad));
        for (var i = 0; i < 10; i++)
            await PassBackoffAsync(Choices.RetryDelay);
        recorder.Counters.Should().BeEquivalentTo(new { InFlight = 1, Failed = 0 });
        await Clock.WaitBegunAsync(Choices.RetryDelay).Soon();
        recorder.TryRecord(Record());
        await recorder.FlushAsync().Soon();

        recorder.Counters.Should().BeEquivalentTo(new { Persisted = 1, Failed = 1 });
    }

    [Test]
    public async Task An_outage_without_a_reason_parks_nothing_however_long_it_lasts()
    {
        Store.Fails(40, () => new InvalidOperationException("something"));
        Choices.MaxRetryDelay = Choices.RetryDelay;
        Choices.BatchDelay = TimeSpan.FromMinutes(1);
        await using var recorder = Recorder();

        var flush = await RecordTogetherAsync(recorder, [.. Enumerable.Range(0, 50).Select(_ => Record())]);

        // Two fail; each later try offers the batch and one canary.
        for (var i = 0; i < 2 + 19; i++)
            await PassBackoffAsync(Choices.RetryDelay);
        await flush;

        recorder.Counters.Should().BeEquivalentTo(new { Persisted = 50, Failed = 0 });
    }

    [Test]
    public async Task An_error_that_is_the_machines_is_never_held_against_a_record()
    {
        Store.Refuses(IsBad, () => new InvalidOperationException("write failed", new IOException("no space left")));
        Choices.MaxRetryDelay = Choices.RetryDelay;
        Choices.BatchDelay = TimeSpan.FromMinutes(1);
        await using var recorder = Recorder();

        var flush = await RecordTogetherAsync(recorder, [Record(), Record(Bad), Record()]);
        for (var i = 0; i < 10; i++)
            await PassBackoffAsync(Choices.RetryDelay);
        await Clock.WaitBegunAsync(Choices.RetryDelay).Soon();

        recorder.Counters.Should().BeEquivalentTo(new { InFlight = 3, Failed = 0 });
        Store.Behaviour = (_, _) => Task.CompletedTask;
        Clock.Advance(Choices.RetryDelay);
        await flush;
        recorder.Counters.Persisted.Should().Be(3);
    }

    [Test]
    public async Task Only_the_last_hundred_parked_records_are_kept()
    {
        Store.Refuses(IsBad, () => new UsageDataException());
        await using var recorder = Recorder();
        var records = Enumerable.Range(0, 150).Select(_ => Record(Bad)).ToList();

        records.ForEach(record => recorder.TryRecord(record));
        await recorder.FlushAsync().Soon();

        recorder.Counters.Failed.Should().Be(150);
        recorder
            .ParkedRecords.Select(parked => parked.Record.Id)
            .Should()
            .Equal(records.Skip(50).Select(record => record.Id));
    }

    [Test]
    public async Task A_record_that_cannot_be_made_to_fit_is_parked_and_does_not_stop_the_writer()
    {
        await using var recorder = Recorder();

        recorder.TryRecord(Record() with { Operation = new UsageOperation("\0 ") });
        recorder.TryRecord(Record());
        await recorder.FlushAsync().Soon();

        recorder.Counters.Accepted.Should().Be(2);
        recorder.Counters.Persisted.Should().BePositive();
        ShouldAddUp(recorder.Counters);
    }

    /// <summary>Whichever records are bad, exactly those are parked.</summary>
    [Test]
    public async Task Of_any_batch_exactly_the_records_refused_for_their_data_are_parked() =>
        await Gen
            .Bool.Array[1, 60]
            .SampleAsync(
                async bad =>
                {
                    var store = new TestStore().Refuses(IsBad, () => new UsageDataException());
                    await using var recorder = new UsageRecorder(
                        store,
                        new UsageRecorderOptions { Tracking = new GigaChatUsageOptions { BatchDelay = TimeSpan.Zero } }
                    );

                    foreach (var each in bad)
                        recorder.TryRecord(Record(each ? Bad : null));
                    await recorder.FlushAsync().Soon();

                    recorder
                        .ParkedRecords.Should()
                        .HaveCount(bad.Count(it => it))
                        .And.NotContain(parked => !IsBad(parked.Record));
                    store.Stored.Should().HaveCount(bad.Count(it => !it)).And.NotContain(record => IsBad(record));
                    store.OfferedAgain.Should().Be(0);
                },
                iter: 2 * Check.Iter
            );

    /// <summary>Poison without a reason anywhere, and one outage without a reason that begins and ends anywhere, in the
    /// middle of a pass too.</summary>
    [Test]
    public async Task One_outage_never_gets_a_good_record_parked_and_all_bad_ones_are_in_the_end() =>
        await Gen.Select(Gen.Bool.Array[2, 40], Gen.Int[1, 40], Gen.Int[0, 40], Gen.Int[1, 12])
            .SampleAsync(
                async (bad, outageBegins, outageLasts, batchSize) =>
                {
                    var store = new TestStore();
                    var offers = 0;
                    store.Behaviour = (batch, _) =>
                    {
                        var offer = Interlocked.Increment(ref offers);
                        return batch.Any(IsBad) || (offer >= outageBegins && offer < outageBegins + outageLasts)
                            ? Task.FromException(new InvalidOperationException("something"))
                            : Task.CompletedTask;
                    };
                    var options = new GigaChatUsageOptions
                    {
                        BatchDelay = TimeSpan.Zero,
                        BatchSize = batchSize,
                        RetryDelay = TimeSpan.FromMilliseconds(1),
                        MaxRetryDelay = TimeSpan.FromMilliseconds(1),
                    };
                    await using var recorder = new UsageRecorder(
                        store,
                        new UsageRecorderOptions { Tracking = options }
                    );
                    foreach (var each in bad)
                        recorder.TryRecord(Record(each ? Bad : null));

                    // The application goes on, so good records keep coming until all of the first ones are settled.
                    var flush = recorder.FlushAsync().Soon();
                    while (!flush.IsCompleted)
                    {
                        recorder.TryRecord(Record());
                        await Task.WhenAny(flush, store.OfferAsync());
                    }

                    await flush;
                    recorder
                        .ParkedRecords.Should()
                        .HaveCount(bad.Count(it => it))
                        .And.NotContain(parked => !IsBad(parked.Record));
                    await recorder.FlushAsync().Soon();
                    recorder.Counters.Failed.Should().Be(bad.Count(it => it));
                    store.OfferedAgain.Should().Be(0);
                },
                iter: 3 * Check.Iter
            );

    private static bool IsBad(UsageRecord record) => record.Topic == Bad;

    /// <summary>Sees to it that the records are offered in one batch.</summary>
    /// <returns>The flush that offers them.</returns>
    private async Task<Task> RecordTogetherAsync(UsageRecorder recorder, IReadOnlyList<UsageRecord> records)
    {
        foreach (var record in records)
            recorder.TryRecord(record);
        await Clock.WaitBegunAsync(Choices.BatchDelay).Soon();
        return recorder.FlushAsync().Soon();
    }
}
