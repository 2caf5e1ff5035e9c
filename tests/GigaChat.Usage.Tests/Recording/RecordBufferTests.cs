using CsCheck;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Tests.Queries;

namespace GigaChat.Usage.Tests.Recording;

/// <summary>Records that wait in memory as bytes come out as they went in, and in their order.</summary>
internal sealed class RecordBufferTests
{
    private static UsageRecord Record(int number, int length = 10) =>
        Records.Of(number, DateTimeOffset.UnixEpoch.AddSeconds(number)) with
        {
            UserId = $"user-{number % 7}",
            UserName = new string('я', length),
            Topic = number % 3 == 0 ? null : "Дроби",
            RequestId = $"request-{number}",
        };

    [Test]
    public void Records_come_out_as_they_went_in_however_they_are_added_and_read() =>
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 300], Gen.Int[1, 200])
            .Array[1, 12]
            .Sample(
                steps =>
                {
                    var (queue, added, batch) = (
                        new RecordQueue(100_000),
                        new List<UsageRecord>(),
                        new List<QueuedRecord>()
                    );
                    foreach (var (add, take, length) in steps)
                    {
                        for (var i = 0; i < add; i++)
                        {
                            added.Add(Record(added.Count, length));
                            queue.TryAdd(added[^1]).Should().BeTrue();
                        }

                        queue.Take(batch, take);
                    }

                    queue.Take(batch, int.MaxValue);
                    batch.Should().HaveCount(added.Count);
                    for (var i = 0; i < added.Count; i++)
                        batch[i].Record.Should().Be(added[i]);
                },
                iter: 30
            );

    [Test]
    public void A_text_that_repeats_is_one_string_of_the_batch()
    {
        var queue = new RecordQueue(100);
        for (var i = 0; i < 14; i++)
            queue.TryAdd(Record(i));

        var batch = new List<QueuedRecord>();
        queue.Take(batch, 100);

        batch[7].Record.UserId.Should().BeSameAs(batch[0].Record.UserId);
        batch[8].Record.UserId.Should().Be("user-1");
    }

    [Test]
    public async Task Records_that_are_added_while_others_are_read_all_arrive_once()
    {
        const int Each = 20_000;
        var queue = new RecordQueue(int.MaxValue);
        var adding = Enumerable
            .Range(0, 2)
            .Select(writer =>
                Task.Run(() =>
                {
                    for (var i = 0; i < Each; i++)
                        queue.TryAdd(Record((writer * Each) + i));
                })
            )
            .ToArray();

        var batch = new List<QueuedRecord>();
        while (batch.Count < 2 * Each)
        {
            await queue.WhenWorthTaking(1).WaitAsync(TimeSpan.FromMinutes(2));
            queue.Take(batch, 100);
        }

        await Task.WhenAll(adding);
        var numbers = batch.ConvertAll(queued => (int)queued.Record.TotalTokens);
        numbers.Should().OnlyHaveUniqueItems().And.HaveCount(2 * Each);
        numbers.Where(number => number < Each).Should().BeInAscendingOrder();
        numbers.Where(number => number >= Each).Should().BeInAscendingOrder();
    }
}
