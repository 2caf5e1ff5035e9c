using Microsoft.Extensions.Logging.Testing;

namespace GigaChat.Usage.Tests.Recording;

/// <summary>A recorder on a clock that stands still, over a store that does as it is told.</summary>
internal abstract class RecorderFixture
{
    protected TestClock Clock { get; private set; } = null!;

    protected TestStore Store { get; private set; } = null!;

    protected FakeLogger<UsageRecorder> Logger { get; private set; } = null!;

    /// <summary>Writes at once, unless a test asks for a delay.</summary>
    protected GigaChatUsageOptions Choices { get; private set; } = null!;

    [SetUp]
    public void SetUp()
    {
        Clock = new TestClock();
        Store = new TestStore();
        Logger = new FakeLogger<UsageRecorder>();
        Choices = new GigaChatUsageOptions { BatchDelay = TimeSpan.Zero };
    }

    protected static UsageRecord Record(string? topic = null) =>
        new()
        {
            CreatedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            Operation = UsageOperation.TextGeneration,
            Topic = topic,
            TotalTokens = 20,
        };

    protected UsageRecorder Recorder() => new(Store, Choices, Clock, Logger, limits: Clock);

    protected IReadOnlyList<string> Logged(int eventId) =>
        [.. Logger.Collector.GetSnapshot().Where(line => line.Id.Id == eventId).Select(line => line.Message)];

    /// <summary>Lets the wait before the next try pass.</summary>
    protected async Task PassBackoffAsync(TimeSpan longest)
    {
        await Clock.WaitBegunAsync(longest).Soon();
        Clock.Advance(longest);
    }

    protected static void ShouldAddUp(UsageRecorderCounters counters)
    {
        counters.Accepted.Should().Be(counters.Persisted + counters.Failed + counters.Queued + counters.InFlight);
        counters.Offered.Should().Be(counters.Accepted + counters.Dropped);
    }
}
