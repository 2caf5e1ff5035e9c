using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Tests.Recording.Journal;

internal sealed class JournalFlushTests : JournalFixture
{
    [Test]
    public void Record_of_a_segment_that_broke_is_flushed_before_it_counts_as_durable()
    {
        var flushed = new List<string>();
        using var journal = NewJournal(segment => flushed.Add(segment.Path));
        journal.TryAppend(JournalFrame.Of(EncodedRecord.Of(Record())), out var ticket).Should().Be(JournalAppend.Done);
        var segment = Segments.Single();
        File.Delete(segment);
        journal.SettleBelow(0);

        journal.FlushToDisk(ticket).Should().BeTrue();

        flushed.Should().Equal(segment);
    }

    [Test]
    public void Records_of_a_failed_flush_never_count_as_durable_and_later_ones_do()
    {
        var isBroken = true;
        using var journal = NewJournal(_ =>
        {
            if (isBroken)
                throw new IOException("the disk fails");
        });
        journal.TryAppend(JournalFrame.Of(EncodedRecord.Of(Record())), out var first);
        journal.TryAppend(JournalFrame.Of(EncodedRecord.Of(Record())), out var second);

        journal.FlushToDisk(second).Should().BeFalse();
        isBroken = false;
        journal.FlushToDisk(first).Should().BeFalse("what the flush has lost is not written by a later one");
        Logged(110).Should().ContainSingle();
        Clock.Advance(TimeSpan.FromSeconds(10));
        journal.TryAppend(JournalFrame.Of(EncodedRecord.Of(Record())), out var third).Should().Be(JournalAppend.Done);

        journal.FlushToDisk(third).Should().BeTrue();
        journal.FlushToDisk(first).Should().BeFalse();
        journal.FlushToDisk(second).Should().BeFalse();
    }

    [Test]
    public void Callers_at_the_same_time_share_a_flush()
    {
        var flushes = 0;
        using var journal = NewJournal(_ => flushes++);
        var tickets = Enumerable
            .Range(0, 5)
            .Select(_ =>
            {
                journal.TryAppend(JournalFrame.Of(EncodedRecord.Of(Record())), out var ticket);
                return ticket;
            })
            .ToList();

        tickets.Select(journal.FlushToDisk).Should().AllBeEquivalentTo(true);

        flushes.Should().Be(1);
    }

    [Test]
    public void Records_that_are_accepted_without_being_flushed_are_counted()
    {
        using var journal = NewJournal(_ => throw new IOException("the disk fails"));
        var queue = new RecordQueue(10, journal);

        queue.TryAdd(Record()).Should().BeTrue();

        queue.Counters.Should().BeEquivalentTo(new { Accepted = 1, Unjournaled = 1 });
    }

    private GigaChat.Usage.Recording.Journal NewJournal(Action<JournalSegment> flush) =>
        new(
            JournalDirectory,
            1024 * 1024,
            flushToDisk: true,
            new JournalLog(Logger, Clock, JournalDirectory),
            Clock,
            flush
        );
}
