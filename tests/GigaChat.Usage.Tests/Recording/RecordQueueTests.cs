using CsCheck;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Tests.Queries;

namespace GigaChat.Usage.Tests.Recording;

/// <summary>The books over the queue, step by step and without a writer.</summary>
internal sealed partial class RecordQueueTests
{
    private readonly List<QueuedRecord> _batch = [];

    [SetUp]
    public void SetUp() => _batch.Clear();

    private static UsageRecord Record() => Records.Of(1, DateTimeOffset.UnixEpoch);

    private static RecordQueue Queue(int records, int capacity = 1_000)
    {
        var queue = new RecordQueue(capacity);
        for (var i = 0; i < records; i++)
            queue.TryAdd(Record()).Should().BeTrue();
        return queue;
    }

    private void Take(RecordQueue queue, int most)
    {
        queue.Take(_batch, most);
        _batch
            .Select(queued => queued.Number)
            .Should()
            .Equal(
                Enumerable.Range(0, _batch.Count).Select(number => (long)number),
                "records are numbered in the order they were accepted"
            );
    }

    /// <summary>Whatever happens in whatever order, the books hold what happened.</summary>
    [Test]
    [Property("Lesson", "L21")]
    public void The_books_hold_what_happened() =>
        Gen.Select(Gen.Int[1, 20], Gen.Select(Gen.Int[0, 5], Gen.Int[0, 12]).Array[0, 80])
            .Sample(
                (capacity, steps) =>
                {
                    var queue = new RecordQueue(capacity);
                    var batch = new List<QueuedRecord>();
                    var told = new UsageRecorderCounters();
                    foreach (var (step, size) in steps)
                    {
                        switch (step)
                        {
                            case 0 or 1:
                                var fits = told.DroppedStopped == 0 && told.Queued < capacity;
                                queue.TryAdd(Record()).Should().Be(fits);
                                told = fits
                                    ? told with
                                    {
                                        Accepted = told.Accepted + 1,
                                        Queued = told.Queued + 1,
                                    }
                                    : told with
                                    {
                                        DroppedQueueFull = told.DroppedQueueFull + 1,
                                    };
                                break;
                            case 2:
                                var (before, taken) = (batch.Count, Math.Min(size, told.Queued));
                                queue.Take(batch, size);
                                (batch.Count - before).Should().Be((int)taken);
                                told = told with { Queued = told.Queued - taken, InFlight = told.InFlight + taken };
                                break;
                            case 3:
                                var persisted = Math.Min(size, told.InFlight);
                                queue.Persisted((int)persisted);
                                told = told with
                                {
                                    InFlight = told.InFlight - persisted,
                                    Persisted = told.Persisted + persisted,
                                };
                                break;
                            case 4:
                                var failed = Math.Min(size, told.InFlight);
                                queue.Failed((int)failed);
                                told = told with { InFlight = told.InFlight - failed, Failed = told.Failed + failed };
                                break;
                            default:
                                queue.Retried();
                                told = told with { Retries = told.Retries + 1 };
                                break;
                        }

                        queue.Counters.Should().Be(told);
                        queue.IsExhausted.Should().BeFalse("it is not closed");
                    }

                    batch
                        .Select(queued => queued.Number)
                        .Should()
                        .Equal(Enumerable.Range(0, batch.Count).Select(number => (long)number));
                }
            );

    [Test]
    public void Counters_add_up_what_was_offered_and_dropped()
    {
        var counters = new UsageRecorderCounters
        {
            Accepted = 1,
            DroppedQueueFull = 20,
            DroppedJournalFull = 300,
            DroppedStopped = 4_000,
        };

        (counters.Dropped, counters.Offered).Should().Be((4_320, 4_321));
    }

    [Test]
    public void As_many_are_taken_as_are_asked_for_and_wait()
    {
        var queue = Queue(300);

        Take(queue, 0);
        _batch.Should().BeEmpty();
        Take(queue, 200);
        _batch.Should().HaveCount(200);
        Take(queue, 1);
        _batch.Should().HaveCount(201);
        Take(queue, 1_000);
        _batch.Should().HaveCount(300);
        Take(queue, 1);
        _batch.Should().HaveCount(300);
    }

    [Test]
    public void A_closed_queue_takes_no_more_and_is_exhausted_once_the_last_is_taken()
    {
        var queue = Queue(2);
        (queue.IsClosed, queue.IsDraining, queue.IsExhausted).Should().Be((false, false, false));

        queue.Close();
        queue.TryAdd(Record()).Should().BeFalse();

        (queue.IsClosed, queue.IsDraining, queue.IsExhausted).Should().Be((true, true, false));
        queue
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Accepted = 2,
                    DroppedStopped = 1,
                    DroppedQueueFull = 0,
                    Queued = 2,
                }
            );
        Take(queue, 2);
        queue.IsExhausted.Should().BeTrue();
    }

    [Test]
    public void It_is_worth_taking_when_enough_wait()
    {
        var queue = Queue(1);
        var two = queue.WhenWorthTaking(2);
        two.IsCompleted.Should().BeFalse();
        queue.WhenWorthTaking(1).IsCompleted.Should().BeTrue();

        var three = queue.WhenWorthTaking(3);
        queue.TryAdd(Record());
        three.IsCompleted.Should().BeFalse();
        queue.TryAdd(Record());
        three.IsCompleted.Should().BeTrue();

        Take(queue, 3);
        queue.WhenWorthTaking(1).IsCompleted.Should().BeFalse();
    }

    [Test]
    public void A_full_queue_is_worth_taking_however_much_would_be_enough()
    {
        var queue = Queue(1, capacity: 2);
        var much = queue.WhenWorthTaking(50);
        much.IsCompleted.Should().BeFalse();

        queue.TryAdd(Record());

        much.IsCompleted.Should().BeTrue();
        queue.WhenWorthTaking(50).IsCompleted.Should().BeTrue();
    }
}
