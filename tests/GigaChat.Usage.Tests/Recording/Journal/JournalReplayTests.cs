// Over 300 lines: what one process leaves and another takes over, in one place.
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Tests.Recording.Journal;

internal sealed class JournalReplayTests : JournalFixture
{
    [Test]
    public async Task A_record_is_in_the_file_when_recording_it_returns()
    {
        StoreIsDown();
        var killed = Start();
        var records = Enumerable.Range(0, 100).Select(i => Record($"тема {i}")).ToList();
        foreach (var record in records)
            killed.TryRecord(record).Should().BeTrue();

        LeaveAsIfKilled();
        var survivors = new TestStore();
        var next = Start(survivors);
        await next.FlushAsync().Soon();

        survivors.Stored.Should().Equal(records);
        next.Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Offered = 100,
                    Accepted = 100,
                    Replayed = 100,
                    Persisted = 100,
                    Queued = 0,
                    InFlight = 0,
                    JournalBytes = 0,
                }
            );
        Logged(113).Should().ContainSingle().Which.Should().StartWith("Recovering 100 usage records");
    }

    [Test]
    public async Task After_an_orderly_stop_nothing_is_left_on_the_disk()
    {
        var recorder = Start();
        for (var i = 0; i < 50; i++)
            recorder.TryRecord(Record());

        await recorder.DisposeAsync().AsTask().Soon();

        Store.Stored.Should().HaveCount(50);
        Directory.GetFileSystemEntries(JournalDirectory).Should().BeEmpty();
    }

    [Test]
    public async Task What_cannot_be_written_before_the_stop_stays_in_the_journal_for_the_next_start()
    {
        StoreIsDown();
        Choices.BatchSize = 3;
        var recorder = Start();
        var records = Enumerable.Range(0, 10).Select(_ => Record()).ToList();
        records.ForEach(record => recorder.TryRecord(record));
        await Store.OfferAsync();
        var flush = recorder.FlushAsync();

        await StopAsync(recorder);

        ShouldAddUp(recorder.Counters);
        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Accepted = 10,
                    Queued = 10,
                    Failed = 0,
                    InFlight = 0,
                }
            );
        await flush
            .Awaiting(it => it)
            .Should()
            .ThrowAsync<InvalidOperationException>()
            .WithMessage("*10 of them stay in the journal*");
        Logged(119).Should().ContainSingle().Which.Should().StartWith("10 usage records");
        Logged(104).Should().BeEmpty();

        StoreIsUp();
        var next = Start();
        await next.FlushAsync().Soon();
        Store.Stored.Should().Equal(records);
    }

    [Test]
    public async Task Replaying_twice_stores_once_and_what_was_settled_is_not_offered_again()
    {
        Choices.BatchSize = 10;
        var killed = Start();
        for (var i = 0; i < 40; i++)
            killed.TryRecord(Record());
        await killed.FlushAsync().Soon();
        StoreIsDown();
        for (var i = 0; i < 25; i++)
            killed.TryRecord(Record());
        var (before, store) = (JournalDirectory, new TestStore());
        for (var round = 0; round < 2; round++)
        {
            (JournalDirectory, Choices.JournalDirectory) = (before, before);
            LeaveAsIfKilled();
            await using var next = Start(store);
            await next.FlushAsync().Soon();
            next.Counters.Should().BeEquivalentTo(new { Replayed = 25, Persisted = 25 });
        }

        store.Stored.Should().HaveCount(25, "the others were settled before");
        store.OfferedAgain.Should().Be(25);
    }

    [Test]
    public async Task The_folder_of_a_living_owner_is_let_alone()
    {
        StoreIsDown();
        var one = Start();
        one.TryRecord(Record());

        var other = new TestStore();
        var two = Start(other);
        two.TryRecord(Record());
        await two.FlushAsync().Soon();

        two.Counters.Replayed.Should().Be(0);
        other.Stored.Should().HaveCount(1);
        Folders.Should().HaveCount(2);
    }

    [Test]
    public async Task An_owner_that_ends_later_is_inherited_by_one_that_runs()
    {
        StoreIsDown();
        var one = Start();
        one.TryRecord(Record());
        var two = Start(Store);
        await two.FlushAsync().Soon();

        await StopAsync(one);
        StoreIsUp();
        Clock.Advance(TimeSpan.FromMinutes(1));
        await two.FlushAsync().Soon();

        two.Counters.Should().BeEquivalentTo(new { Replayed = 1, Persisted = 1 });
        Segments.Should().BeEmpty();
    }

    [Test]
    public async Task Many_dead_owners_are_each_inherited_by_one_of_many_heirs()
    {
        StoreIsDown();
        for (var i = 0; i < 8; i++)
        {
            var dead = Start();
            for (var j = 0; j < 20; j++)
                dead.TryRecord(Record());
        }

        LeaveAsIfKilled();
        var store = new TestStore();
        var heirs = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        var heir = Start(store);
                        await heir.FlushAsync().Soon();
                        return heir;
                    })
                )
        );

        heirs.Sum(heir => heir.Counters.Replayed).Should().Be(160);
        store.Stored.Should().HaveCount(160);
        store.OfferedAgain.Should().Be(0);
        foreach (var heir in heirs)
            await heir.DisposeAsync();
        Folders.Should().BeEmpty();
    }

    [Test]
    public async Task A_torn_end_costs_its_record_and_the_file_is_kept()
    {
        StoreIsDown();
        var killed = Start();
        for (var i = 0; i < 3; i++)
            killed.TryRecord(Record());
        LeaveAsIfKilled();
        using (var file = File.OpenWrite(Segments.Single()))
            file.SetLength(file.Length - 1);

        var survivors = new TestStore();
        var next = Start(survivors);
        await next.FlushAsync().Soon();

        survivors.Stored.Should().HaveCount(2);
        next.Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Accepted = 3,
                    Replayed = 3,
                    Persisted = 2,
                    Failed = 1,
                    Queued = 0,
                    InFlight = 0,
                }
            );
        Logged(114).Should().ContainSingle();
        Segments.Should().BeEmpty();
        Directory.GetFiles(JournalDirectory, "*.damaged").Should().ContainSingle();
    }

    [Test]
    public async Task A_damaged_middle_costs_its_record_and_the_file_is_kept()
    {
        StoreIsDown();
        var killed = Start();
        for (var i = 0; i < 3; i++)
            killed.TryRecord(Record());
        LeaveAsIfKilled();
        var segment = Segments.Single();
        var bytes = await File.ReadAllBytesAsync(segment);
        bytes[SegmentHeader.Bytes + JournalFrame.HeaderBytes + 3] ^= 0x40;
        await File.WriteAllBytesAsync(segment, bytes);

        var survivors = new TestStore();
        var next = Start(survivors);
        await next.FlushAsync().Soon();

        survivors.Stored.Should().HaveCount(2);
        next.Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Accepted = 3,
                    Replayed = 3,
                    Persisted = 2,
                    Failed = 1,
                    Queued = 0,
                    InFlight = 0,
                }
            );
        Logged(115).Should().ContainSingle();
        Directory
            .GetFiles(JournalDirectory, "*.damaged")
            .Should()
            .ContainSingle()
            .Which.Should()
            .Match(path => File.ReadAllBytes(path).Length == bytes.Length);
    }

    [Test]
    public async Task A_segment_of_a_later_version_is_left_alone()
    {
        StoreIsDown();
        var killed = Start();
        killed.TryRecord(Record());
        LeaveAsIfKilled();
        var segment = Segments.Single();
        var bytes = await File.ReadAllBytesAsync(segment);
        bytes[4] = 3;
        BitConverter.TryWriteBytes(bytes.AsSpan(16), Crc32C.Add(Crc32C.Start, bytes.AsSpan(0, 16)));
        await File.WriteAllBytesAsync(segment, bytes);

        await using (var next = Recorder())
            await next.FlushAsync().Soon();

        File.ReadAllBytes(segment).Should().Equal(bytes);
        Logged(117).Should().ContainSingle();
    }

    [Test]
    public async Task A_search_that_fails_is_told_and_fails_nobody_who_waits_for_it()
    {
        StoreIsDown();
        Start().TryRecord(Record());
        LeaveAsIfKilled();
        var log = new JournalLog(Logger, Clock, JournalDirectory);
        using var journal = new GigaChat.Usage.Recording.Journal(
            JournalDirectory,
            1024 * 1024,
            flushToDisk: false,
            log,
            Clock
        );
        using var replay = new JournalReplay(
            new JournalAdoption(JournalDirectory, log),
            new RecordQueue(10, journal),
            static () => throw new IOException("no thread to be had"),
            Clock
        );

        await replay.First.Soon();

        Logged(118).Should().ContainSingle();
    }
}
