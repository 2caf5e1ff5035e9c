using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <summary>The size and the time of batches: what the application sets, otherwise what the store prefers.</summary>
public sealed class BatchLimitsTests
{
    [Test]
    public void Without_a_preference_the_defaults_count() =>
        BatchLimits
            .Of(new GigaChatUsageOptions(), new InMemoryUsageStore())
            .Should()
            .Be(new BatchLimits(1_000, TimeSpan.FromMilliseconds(200)));

    [Test]
    public void A_store_that_prefers_larger_batches_gets_them()
    {
        BatchLimits
            .Of(new GigaChatUsageOptions(), new Preferring(20_000, TimeSpan.FromSeconds(1)))
            .Should()
            .Be(new BatchLimits(20_000, TimeSpan.FromSeconds(1)));
    }

    [Test]
    public void What_the_application_sets_counts_more_than_what_the_store_prefers()
    {
        var options = new GigaChatUsageOptions { BatchSize = 1_000, BatchDelay = TimeSpan.FromMilliseconds(200) };

        BatchLimits
            .Of(options, new Preferring(20_000, TimeSpan.FromSeconds(1)))
            .Should()
            .Be(new BatchLimits(1_000, TimeSpan.FromMilliseconds(200)));
    }

    [TestCase(100, 50)]
    [TestCase(1, 1)]
    [TestCase(10_000_000, 100_000)]
    public void A_preferred_batch_leaves_half_of_the_queue_free(int capacity, int expected)
    {
        var limits = BatchLimits.Of(
            new GigaChatUsageOptions { QueueCapacity = capacity },
            new Preferring(int.MaxValue, TimeSpan.FromDays(1))
        );

        limits.Should().Be(new BatchLimits(expected, TimeSpan.FromMinutes(1)));
    }

    private sealed class Preferring(int size, TimeSpan delay) : IUsageStore, IUsageBatching
    {
        public int PreferredBatchSize => size;

        public TimeSpan PreferredBatchDelay => delay;

        public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }
}
