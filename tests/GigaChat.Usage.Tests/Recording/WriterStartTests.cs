namespace GigaChat.Usage.Tests.Recording;

internal sealed class WriterStartTests : RecorderFixture
{
    private static readonly AsyncLocal<string?> Ambient = new();

    [Test]
    [Property("Lesson", "L23")]
    public async Task The_writer_starts_itself_with_the_first_record()
    {
        await using var recorder = Recorder();
        var record = Record();

        recorder.TryRecord(record);
        await recorder.FlushAsync().Soon();

        Store.Stored.Should().ContainSingle().Which.Should().Be(record);
    }

    [Test]
    public async Task The_writer_carries_nothing_of_the_call_it_started_in([Values] bool alreadySuppressed)
    {
        var seen = new TaskCompletionSource<string?>();
        Store.Behaviour = (_, _) =>
        {
            seen.TrySetResult(Ambient.Value);
            return Task.CompletedTask;
        };
        await using var recorder = Recorder();
        Ambient.Value = "the first caller's";

        if (alreadySuppressed)
        {
            using (ExecutionContext.SuppressFlow())
                recorder.TryRecord(Record());
        }
        else
        {
            recorder.TryRecord(Record());
        }

        (await seen.Task.Soon()).Should().BeNull();
    }

    [Test]
    public async Task A_record_waits_for_others_until_the_delay_has_passed()
    {
        Choices.BatchDelay = TimeSpan.FromMilliseconds(200);
        await using var recorder = Recorder();

        recorder.TryRecord(Record());
        await Clock.WaitBegunAsync(Choices.BatchDelay).Soon();
        recorder.TryRecord(Record());
        recorder.TryRecord(Record());
        recorder.Counters.Queued.Should().Be(3);
        Clock.Advance(Choices.BatchDelay);

        (await Store.OfferAsync()).Should().HaveCount(3);
    }

    [Test]
    public async Task A_full_batch_does_not_wait_for_the_delay([Values(3, 5)] int queueCapacity)
    {
        Choices.BatchDelay = TimeSpan.FromMinutes(1);
        Choices.BatchSize = 5;
        Choices.QueueCapacity = queueCapacity;
        await using var recorder = Recorder();

        recorder.TryRecord(Record());
        await Clock.WaitBegunAsync(Choices.BatchDelay).Soon();
        for (var i = 1; i < queueCapacity; i++)
            recorder.TryRecord(Record());

        (await Store.OfferAsync()).Should().HaveCount(queueCapacity);
    }

    [Test]
    public async Task Batches_hold_records_in_the_order_they_were_accepted_and_no_more_than_the_option_allows()
    {
        Choices.BatchDelay = TimeSpan.FromMinutes(1);
        Choices.BatchSize = 10;
        await using var recorder = Recorder();
        var records = Enumerable.Range(0, 95).Select(_ => Record()).ToList();

        records.ForEach(record => recorder.TryRecord(record));
        await recorder.FlushAsync().Soon();

        Store.Batches.Should().HaveCountGreaterThanOrEqualTo(10).And.OnlyContain(size => size <= 10);
        Store.Stored.Select(record => record.Id).Should().Equal(records.Select(record => record.Id));
    }

    [Test]
    [Property("Lesson", "L19")]
    public async Task Texts_are_cut_to_their_column_before_the_store_sees_them()
    {
        await using var recorder = Recorder();

        recorder.TryRecord(Record(topic: new string('ж', 1_000)));
        await recorder.FlushAsync().Soon();

        Store.Stored.Should().ContainSingle().Which.Topic.Should().HaveLength(UsageRecordLimits.LongText);
    }
}
