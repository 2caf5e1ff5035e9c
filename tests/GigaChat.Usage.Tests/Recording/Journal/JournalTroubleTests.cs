// Over 300 lines: ten troubles of one journal, each a story of its own.
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Tests.Recording.Journal;

internal sealed class JournalTroubleTests : JournalFixture
{
    [Test]
    public async Task An_outage_of_hours_loses_nothing_although_far_more_wait_than_memory_may_hold()
    {
        const int perMinute = 100;
        StoreIsDown();
        Choices.QueueCapacity = 10;
        Choices.BatchSize = 50;
        var recorder = Start();
        var records = new List<UsageRecord>();

        for (var minute = 0; minute < 5 * 60; minute++)
        {
            for (var i = 0; i < perMinute; i++)
            {
                records.Add(Record($"{minute}:{i}"));
                recorder.TryRecord(records[^1]).Should().BeTrue();
            }

            Clock.Advance(TimeSpan.FromMinutes(1));
            ShouldAddUp(recorder.Counters);
        }

        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Accepted = records.Count,
                    Persisted = 0,
                    Failed = 0,
                    Dropped = 0,
                    Unjournaled = 0,
                }
            );
        recorder.Counters.InFlight.Should().BeLessThan(1_000, "the rest waits in the journal");
        StoreIsUp();
        await FlushAsync(recorder);

        Store.Stored.Should().Equal(records);
        recorder.Counters.Should().BeEquivalentTo(new { Persisted = records.Count, Failed = 0 });
    }

    [Test]
    public async Task Segments_go_as_their_records_are_stored()
    {
        Choices.JournalMaxBytes = 1024 * 1024;
        var recorder = Start();

        for (var round = 0; round < 40; round++)
        {
            for (var i = 0; i < 500; i++)
                recorder.TryRecord(Record(new string('x', 200))).Should().BeTrue();
            await recorder.FlushAsync().Soon();
            recorder.Counters.JournalBytes.Should().BeLessThan(3 * 64 * 1024);
        }

        recorder.Counters.Should().BeEquivalentTo(new { Persisted = 20_000, Unjournaled = 0 });
        Segments.Length.Should().BeLessThan(3);
    }

    [Test]
    public async Task A_full_journal_holds_to_its_bound_and_further_records_wait_in_memory_then_are_dropped_and_counted()
    {
        StoreIsDown();
        Choices.JournalMaxBytes = 1024 * 1024;
        Choices.QueueCapacity = 100;
        var recorder = Start();
        var accepted = new List<UsageRecord>();

        for (var i = 0; i < 10_000; i++)
        {
            var record = Record(new string('x', 200));
            if (recorder.TryRecord(record))
                accepted.Add(record);
        }

        var counters = recorder.Counters;
        ShouldAddUp(counters);
        counters
            .Should()
            .BeEquivalentTo(
                new
                {
                    Offered = 10_000,
                    Accepted = accepted.Count,
                    Unjournaled = 100,
                    DroppedJournalFull = 10_000 - accepted.Count,
                    DroppedQueueFull = 0,
                }
            );
        counters.JournalBytes.Should().BeInRange(1000 * 1024, 1024 * 1024);
        Segments.Sum(path => new FileInfo(path).Length).Should().BeLessThanOrEqualTo(1024 * 1024);
        Logged(112).Should().ContainSingle().Which.Should().Contain("JournalMaxBytes");

        StoreIsUp();
        await FlushAsync(recorder);
        Store.Stored.Should().Equal(accepted);
        recorder.TryRecord(Record()).Should().BeTrue();
        await FlushAsync(recorder);
        recorder.Counters.Unjournaled.Should().Be(100, "there is room in the journal again");
    }

    [Test]
    public async Task A_record_that_goes_bad_on_the_disk_while_it_waits_is_failed_and_told_and_the_others_are_stored()
    {
        // More than the writer reads ahead.
        const int records = 1_000;
        StoreIsDown();
        Choices.BatchSize = 10;
        Choices.RetryDelay = Choices.MaxRetryDelay = TimeSpan.FromSeconds(10);
        var recorder = Start();
        for (var i = 0; i < records; i++)
            recorder.TryRecord(Record(new string('x', 200))).Should().BeTrue();
        await Clock.WaitBegunAsync(Choices.RetryDelay).Soon();
        using (var file = File.OpenHandle(Segments[^1], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            var last = new byte[1];
            RandomAccess.Read(file, last, RandomAccess.GetLength(file) - 1);
            RandomAccess.Write(file, [(byte)~last[0]], RandomAccess.GetLength(file) - 1);
        }

        StoreIsUp();
        await FlushAsync(recorder);

        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Accepted = records,
                    Persisted = records - 1,
                    Failed = 1,
                    Queued = 0,
                    InFlight = 0,
                }
            );
        Store.Stored.Should().HaveCount(records - 1);
        Logged(116).Should().ContainSingle().Which.Should().StartWith("1 usage records");
    }

    [Test]
    public async Task A_directory_that_cannot_be_made_leaves_records_in_memory_and_is_tried_again()
    {
        await File.WriteAllTextAsync(JournalDirectory, "a file where the directory should be");
        var recorder = Start();

        recorder.TryRecord(Record()).Should().BeTrue();
        recorder.TryRecord(Record()).Should().BeTrue();
        await recorder.FlushAsync().Soon();
        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Persisted = 2,
                    Unjournaled = 2,
                    JournalBytes = 0,
                }
            );
        Logged(110).Should().ContainSingle();

        File.Delete(JournalDirectory);
        Clock.Advance(TimeSpan.FromSeconds(10));
        recorder.TryRecord(Record()).Should().BeTrue();
        await recorder.FlushAsync().Soon();

        recorder.Counters.Should().BeEquivalentTo(new { Persisted = 3, Unjournaled = 2 });
        Logged(111).Should().ContainSingle();
        Segments.Should().HaveCount(1);
    }

    [Test]
    public async Task Records_of_memory_and_journal_are_stored_in_the_order_they_were_accepted_and_a_flush_waits_for_both()
    {
        StoreIsDown();
        Choices.BatchSize = 4;
        Choices.RetryDelay = Choices.MaxRetryDelay = TimeSpan.FromSeconds(10);
        var recorder = Start();
        var records = new List<UsageRecord>();
        RecordSome(0);
        await Clock.WaitBegunAsync(Choices.RetryDelay).Soon();
        for (var run = 1; run < 6; run++)
        {
            // Every other run finds a file in the place of the directory.
            if (run % 2 == 1)
            {
                Directory.Delete(JournalDirectory, recursive: true);
                await File.WriteAllTextAsync(JournalDirectory, "");
            }
            else
            {
                File.Delete(JournalDirectory);
            }

            // The writer sees what became of the file with its next try, and a journal that failed may be tried again.
            Clock.Advance(TimeSpan.FromSeconds(10));
            await Clock.WaitBegunAsync(Choices.RetryDelay).Soon();
            RecordSome(run);
        }

        StoreIsUp();
        await FlushAsync(recorder);

        Store.Stored.Should().Equal(records);
        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Persisted = 42,
                    Failed = 0,
                    Unjournaled = 21,
                }
            );

        void RecordSome(int run)
        {
            for (var i = 0; i < 7; i++)
            {
                records.Add(Record($"{run}:{i}"));
                recorder.TryRecord(records[^1]).Should().BeTrue();
            }
        }
    }

    [Test]
    public async Task A_directory_that_is_deleted_is_made_again()
    {
        var recorder = Start();
        recorder.TryRecord(Record());
        await recorder.FlushAsync().Soon();
        Directory.Delete(JournalDirectory, recursive: true);
        recorder.TryRecord(Record());
        await recorder.FlushAsync().Soon();
        StoreIsDown();

        recorder.TryRecord(Record()).Should().BeTrue();

        Logged(110).Should().ContainSingle();
        Segments.Should().HaveCount(1);
        LeaveAsIfKilled();
        var survivors = new TestStore();
        var next = Start(survivors);
        await next.FlushAsync().Soon();
        survivors.Stored.Should().HaveCount(1);
    }

    [Test]
    public async Task A_clock_that_goes_backwards_changes_neither_order_nor_number()
    {
        StoreIsDown();
        var killed = Start();
        var records = new List<UsageRecord>();
        for (var i = 0; i < 20; i++)
        {
            Clock.AdjustTime(Clock.GetUtcNow() - TimeSpan.FromHours(1));
            records.Add(Record() with { CreatedAt = Clock.GetUtcNow(), Id = RecordId.Create(Clock.GetUtcNow()) });
            killed.TryRecord(records[^1]);
        }

        LeaveAsIfKilled();
        var survivors = new TestStore();
        var next = Start(survivors);
        await next.FlushAsync().Soon();

        survivors.Stored.Should().Equal(records);
    }

    [Test]
    public async Task With_a_flush_to_the_disk_for_each_record_callers_at_the_same_time_all_get_through()
    {
        Choices.JournalFlushToDisk = true;
        Choices.JournalMaxBytes = 1024 * 1024;
        var recorder = Start();

        await Task.WhenAll(
                Enumerable
                    .Range(0, 8)
                    .Select(_ =>
                        Task.Run(() =>
                        {
                            for (var i = 0; i < 100; i++)
                                recorder.TryRecord(Record(new string('x', 250)));
                        })
                    )
            )
            .Soon();
        await recorder.FlushAsync().Soon();

        recorder.Counters.Should().BeEquivalentTo(new { Persisted = 800, Unjournaled = 0 });
    }

    [Test]
    public async Task The_books_balance_at_every_sample_with_many_writers_and_a_store_that_fails_now_and_then()
    {
        const int writers = 16;
        const int perWriter = 2_000;
        var writes = 0;
        Store.Behaviour = (_, _) =>
            Interlocked.Increment(ref writes) % 5 == 0
                ? Task.FromException(new IOException("unplugged"))
                : Task.CompletedTask;
        Choices.RetryDelay = Choices.MaxRetryDelay = TimeSpan.FromMilliseconds(1);
        Choices.JournalMaxBytes = 4 * 1024 * 1024;
        var recorder = Start(Store, TimeProvider.System);

        var writing = Task.WhenAll(
            Enumerable
                .Range(0, writers)
                .Select(_ =>
                    Task.Run(() =>
                    {
                        for (var i = 0; i < perWriter; i++)
                            recorder.TryRecord(Record());
                    })
                )
        );
        while (!writing.IsCompleted)
        {
            ShouldAddUp(recorder.Counters);
            await Task.Yield();
        }

        await writing;
        await recorder.FlushAsync().Soon();
        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Persisted = writers * perWriter,
                    Failed = 0,
                    Queued = 0,
                    InFlight = 0,
                    Dropped = 0,
                }
            );
        Store.Stored.Should().HaveCount(writers * perWriter);
    }
}
