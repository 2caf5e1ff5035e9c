using CsCheck;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Tests.Queries;

namespace GigaChat.Usage.Tests.Recording;

/// <content>Flushes, and the end.</content>
internal sealed partial class RecordQueueTests
{
    [Test]
    public void A_flush_and_the_end_make_it_worth_taking_at_once()
    {
        var flushed = Queue(1);
        var waiting = flushed.WhenWorthTaking(50);
        _ = flushed.FlushAsync();
        waiting.IsCompleted.Should().BeTrue();
        flushed.WhenWorthTaking(50).IsCompleted.Should().BeTrue("the flush still waits for what was not taken");
        Take(flushed, 1);
        flushed.WhenWorthTaking(50).IsCompleted.Should().BeFalse();

        var closed = Queue(0);
        waiting = closed.WhenWorthTaking(50);
        closed.Close();
        waiting.IsCompleted.Should().BeTrue();
        closed.WhenWorthTaking(50).IsCompleted.Should().BeTrue();
    }

    [Test]
    public void Only_a_flush_with_something_to_wait_for_or_the_end_hurries_a_wait()
    {
        var queue = Queue(0, capacity: 1);
        var waiting = queue.WhenHurried();
        _ = queue.FlushAsync();
        queue.TryAdd(Record());
        waiting.IsCompleted.Should().BeFalse();

        _ = queue.FlushAsync();
        waiting.IsCompleted.Should().BeTrue();
        queue.WhenHurried().IsCompleted.Should().BeTrue("it was asked for after the last take");

        Take(queue, 1);
        waiting = queue.WhenHurried();
        waiting.IsCompleted.Should().BeFalse();
        queue.Close();
        waiting.IsCompleted.Should().BeTrue();
        queue.WhenHurried().IsCompleted.Should().BeTrue();
    }

    [Test]
    [Property("Lesson", "L1")]
    public void A_flush_ends_when_all_that_came_before_it_is_settled()
    {
        var queue = Queue(0);
        queue.FlushAsync().IsCompletedSuccessfully.Should().BeTrue();

        queue.TryAdd(Record());
        queue.TryAdd(Record());
        var two = queue.FlushAsync();
        queue.FlushAsync().Should().BeSameAs(two, "nothing came between");
        queue.TryAdd(Record());
        var three = queue.FlushAsync();
        three.Should().NotBeSameAs(two);

        Take(queue, 3);
        queue.SettleBelow(0);
        queue.SettleBelow(1);
        two.IsCompleted.Should().BeFalse();
        queue.SettleBelow(2);
        (two.IsCompletedSuccessfully, three.IsCompleted).Should().Be((true, false));
        queue.SettleBelow(null);
        three.IsCompletedSuccessfully.Should().BeTrue();
        queue.FlushAsync().IsCompletedSuccessfully.Should().BeTrue("all is settled");
    }

    [Test]
    public void Settling_what_was_taken_ends_no_flush_of_what_was_not()
    {
        var queue = Queue(2);
        var flush = queue.FlushAsync();

        Take(queue, 1);
        queue.SettleBelow(null);

        flush.IsCompleted.Should().BeFalse();
    }

    [Test]
    public void Several_flushes_end_together_when_one_write_settles_them_all()
    {
        var queue = Queue(0);
        var flushes = Enumerable
            .Range(0, 5)
            .Select(_ =>
            {
                queue.TryAdd(Record());
                return queue.FlushAsync();
            })
            .ToArray();

        Take(queue, 5);
        queue.SettleBelow(null);

        flushes.Should().OnlyContain(flush => flush.IsCompletedSuccessfully);
    }

    [Test]
    public void A_flush_at_the_end_of_the_application_is_known_as_one()
    {
        var queue = Queue(1);

        var flush = queue.DrainAsync();

        (queue.IsDraining, queue.IsClosed, flush.IsCompleted).Should().Be((true, false, false));
        Take(queue, 1);
        queue.SettleBelow(null);
        flush.IsCompletedSuccessfully.Should().BeTrue();
    }

    [Test]
    public async Task What_is_given_up_is_failed_and_the_flushes_that_wait_are_told()
    {
        var queue = Queue(5);
        Take(queue, 3);
        queue.Persisted(1);
        _batch.RemoveAt(0);
        var flush = queue.FlushAsync();
        queue.Close();

        queue.Abandon(_batch).Should().Be((4, 0));

        queue
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Accepted = 5,
                    Persisted = 1,
                    Failed = 4,
                    Queued = 0,
                    InFlight = 0,
                }
            );
        queue.IsExhausted.Should().BeTrue();
        foreach (var task in new[] { flush, queue.FlushAsync() })
            await task.Awaiting(it => it)
                .Should()
                .ThrowAsync<InvalidOperationException>()
                .WithMessage("*before 4 of the accepted usage records could be written; they are counted as failed.");
    }

    [Test]
    public async Task What_the_journal_has_too_stays_there_and_is_not_failed()
    {
        var queue = Queue(3);
        Take(queue, 2);
        _batch[1] = _batch[1] with { Journaled = true };
        queue.Close();

        queue.Abandon(_batch).Should().Be((2, 1));

        queue
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Accepted = 3,
                    Failed = 2,
                    Queued = 1,
                    InFlight = 0,
                }
            );
        await queue
            .Awaiting(it => it.FlushAsync())
            .Should()
            .ThrowAsync<InvalidOperationException>()
            .WithMessage(
                "*before 3 of the accepted usage records could be written; 1 of them stay in the journal for the next start, 2 are counted as failed."
            );
    }

    [Test]
    public async Task As_many_lost_as_left_in_the_journal_are_no_reason_for_a_flush_to_end_well()
    {
        var queue = Queue(2);
        Take(queue, 2);
        _batch[1] = _batch[1] with { Journaled = true };
        queue.Close();

        queue.Abandon(_batch).Should().Be((1, 1));

        await queue.Awaiting(it => it.FlushAsync()).Should().ThrowAsync<InvalidOperationException>();
    }

    [Test]
    public void With_nothing_given_up_a_flush_still_ends_well()
    {
        var queue = Queue(1);
        Take(queue, 1);
        queue.Persisted(1);
        queue.SettleBelow(null);
        queue.Close();

        queue.Abandon([]).Should().Be((0, 0));

        queue.FlushAsync().IsCompletedSuccessfully.Should().BeTrue();
    }
}
