using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Tests.Recording.Journal;

[Property("Lesson", "L22")]
internal sealed class DeadLetterTests : JournalFixture
{
    private string LettersPath => Path.Combine(JournalDirectory, "dead-letters.jsonl");

    [Test]
    public async Task A_refused_record_is_listed_after_the_process_has_ended_replayed_once_the_store_takes_it_and_gone_then(
        [Values] UsageDurability durability
    )
    {
        Choices.Durability = durability;
        Store.Refuses(record => record.Topic is not null, () => new UsageDataException("нет такой операции"));
        var bad = Enumerable
            .Range(0, 3)
            .Select(i =>
                Record($"тема {i}") with
                {
                    TotalTokens = i,
                    TimeToFirstToken = TimeSpan.FromMilliseconds(7),
                    IsBatch = true,
                }
            )
            .ToList();
        await using (var recorder = Recorder())
        {
            recorder.TryRecord(Record());
            bad.ForEach(record => recorder.TryRecord(record));
            await recorder.FlushAsync().Soon();
            recorder.Counters.Should().BeEquivalentTo(new { Persisted = 1, Failed = 3 });
        }

        var letters = new UsageDeadLetters(JournalDirectory, Store);
        (await letters.ListAsync())
            .Should()
            .BeEquivalentTo(
                bad.Select(record => new ParkedRecord(
                    record,
                    "UsageDataException: нет такой операции",
                    Clock.GetUtcNow()
                )),
                it => it.WithStrictOrdering()
            );
        (await File.ReadAllTextAsync(LettersPath))
            .Should()
            .Contain("нет такой операции")
            .And.Contain("\"topic\":\"тема 1\"");

        var replay = await letters.ReplayAsync();
        replay.Written.Should().Be(0);
        replay
            .Rejected.Select(it => (it.Record.Id, it.Reason))
            .Should()
            .Equal(bad.Select(record => (record.Id, "UsageDataException: нет такой операции")));
        (await letters.ListAsync()).Should().HaveCount(3);
        StoreIsUp();
        (await letters.ReplayAsync([bad[1].Id])).Should().BeEquivalentTo(new UsageDeadLetterReplay(1, []));
        (await letters.ListAsync()).Select(it => it.Record.Id).Should().Equal(bad[0].Id, bad[2].Id);
        (await letters.ReplayAsync()).Should().BeEquivalentTo(new UsageDeadLetterReplay(2, []));

        (await letters.ListAsync()).Should().BeEmpty();
        Store.Stored.Should().HaveCount(4).And.Contain(bad);
        Store.OfferedAgain.Should().Be(0);
    }

    [Test]
    public async Task Letters_can_be_deleted_some_or_all()
    {
        Store.Refuses(_ => true, () => new UsageDataException());
        var records = Enumerable.Range(0, 5).Select(_ => Record()).ToList();
        await using (var recorder = Recorder())
        {
            records.ForEach(record => recorder.TryRecord(record));
            await recorder.FlushAsync().Soon();
        }

        var letters = new UsageDeadLetters(JournalDirectory, Store);
        (await letters.DeleteAsync([records[0].Id, records[4].Id, Guid.CreateVersion7()])).Should().Be(2);
        (await letters.ListAsync()).Select(it => it.Record.Id).Should().Equal(records[1..4].Select(it => it.Id));
        (await letters.DeleteAsync()).Should().Be(3);
        (await letters.ListAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_store_that_is_down_fails_the_replay_and_keeps_the_letters_it_has_not_taken()
    {
        Store.Refuses(_ => true, () => new UsageDataException());
        await using (var recorder = Recorder())
        {
            for (var i = 0; i < 3; i++)
                recorder.TryRecord(Record());
            await recorder.FlushAsync().Soon();
        }

        var offers = 0;
        Store.Behaviour = (_, _) =>
            Interlocked.Increment(ref offers) > 1
                ? Task.FromException(new IOException("unplugged"))
                : Task.CompletedTask;
        var letters = new UsageDeadLetters(JournalDirectory, Store);

        await letters.Awaiting(it => it.ReplayAsync()).Should().ThrowAsync<IOException>().WithMessage("unplugged");

        (await letters.ListAsync()).Should().HaveCount(2);
    }

    [Test]
    public async Task A_line_that_cannot_be_read_is_passed_over_kept_and_spoils_no_other()
    {
        Directory.CreateDirectory(JournalDirectory);
        await File.WriteAllTextAsync(LettersPath, "{\"record\":null}\nnot json\n{\"record\":{\"id\":\"0");
        Store.Refuses(_ => true, () => new UsageDataException());
        await using (var recorder = Recorder())
        {
            recorder.TryRecord(Record());
            await recorder.FlushAsync().Soon();
        }

        var letters = new UsageDeadLetters(JournalDirectory, Store);
        (await letters.ListAsync()).Should().HaveCount(1);
        (await letters.DeleteAsync()).Should().Be(1);
        (await File.ReadAllLinesAsync(LettersPath))
            .Should()
            .Equal("{\"record\":null}", "not json", "{\"record\":{\"id\":\"0");
    }

    [Test]
    public async Task A_file_that_cannot_be_written_is_told_and_holds_nothing_up()
    {
        Directory.CreateDirectory(LettersPath);
        Store.Refuses(_ => true, () => new UsageDataException());
        var recorder = Start();

        recorder.TryRecord(Record());
        await recorder.FlushAsync().Soon();

        recorder.Counters.Should().BeEquivalentTo(new { Failed = 1, InFlight = 0 });
        recorder.ParkedRecords.Should().HaveCount(1);
        Logged(105).Should().ContainSingle();
    }

    [Test]
    public async Task Several_processes_lose_none_of_each_others_letters()
    {
        Store.Refuses(_ => true, () => new UsageDataException());
        var recorders = Enumerable.Range(0, 4).Select(_ => Start()).ToList();

        await Task.WhenAll(
            recorders.Select(recorder =>
                Task.Run(async () =>
                {
                    for (var i = 0; i < 25; i++)
                        recorder.TryRecord(Record());
                    await recorder.FlushAsync().Soon();
                    await recorder.DisposeAsync();
                })
            )
        );

        (await new UsageDeadLetters(JournalDirectory, Store).ListAsync()).Should().HaveCount(100);
    }

    [Test]
    public async Task Without_a_directory_there_is_no_file_and_the_error_says_which_option_is_missing()
    {
        await using var services = new ServiceCollection().AddGigaChatUsageTracking().Services.BuildServiceProvider();

        await services
            .GetRequiredService<UsageDeadLetters>()
            .Awaiting(it => it.ListAsync())
            .Should()
            .ThrowAsync<InvalidOperationException>()
            .WithMessage("*JournalDirectory*");
    }

    [Test]
    public async Task A_directory_that_is_missing_holds_no_letters()
    {
        var letters = new UsageDeadLetters(Path.Combine(JournalDirectory, "nowhere"), Store);

        (await letters.ListAsync()).Should().BeEmpty();
        (await letters.DeleteAsync()).Should().Be(0);
        (await letters.ReplayAsync()).Should().BeEquivalentTo(new UsageDeadLetterReplay(0, []));
    }
}
