using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The health of recording.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class HealthCheckTests
{
    private readonly StubRecorder _recorder = new();
    private readonly FakeTimeProvider _clock = new(TestUsage.Now);

    [Test]
    public async Task A_recorder_that_writes_is_healthy()
    {
        _recorder.Counters = new UsageRecorderCounters
        {
            Accepted = 10,
            Persisted = 9,
            InFlight = 1,
        };
        var entry = await CheckAsync(Services());
        entry.Status.Should().Be(HealthStatus.Healthy);
        entry.Data["persisted"].Should().Be(9L);
    }

    [TestCase(null, HealthStatus.Degraded)]
    [TestCase(HealthStatus.Unhealthy, HealthStatus.Unhealthy)]
    public async Task A_loss_fails_the_check_and_is_forgotten_after_the_window(
        HealthStatus? failure,
        HealthStatus status
    )
    {
        await using var services = Services(failure);
        (await CheckAsync(services)).Status.Should().Be(HealthStatus.Healthy);
        _recorder.Counters = new UsageRecorderCounters
        {
            Accepted = 5,
            Persisted = 5,
            DroppedQueueFull = 3,
        };
        for (var minute = 0; minute < 5; minute++)
        {
            (await CheckAsync(services)).Status.Should().Be(status, $"minute {minute}");
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        _clock.Advance(TimeSpan.FromMinutes(5));
        (await CheckAsync(services)).Status.Should().Be(HealthStatus.Healthy, "nothing was lost since");
    }

    [Test]
    public async Task A_loss_before_the_first_look_is_seen()
    {
        _recorder.Counters = new UsageRecorderCounters
        {
            Accepted = 5,
            Persisted = 4,
            Failed = 1,
        };
        var entry = await CheckAsync(Services(HealthStatus.Unhealthy));
        entry.Status.Should().Be(HealthStatus.Unhealthy);
        entry.Description.Should().Contain("1 lost");
    }

    [Test]
    public async Task Looks_rarer_than_the_window_miss_no_loss()
    {
        await using var services = Services();
        await CheckAsync(services);
        _clock.Advance(TimeSpan.FromHours(1));
        _recorder.Counters = new UsageRecorderCounters { DroppedStopped = 1 };
        (await CheckAsync(services)).Status.Should().Be(HealthStatus.Degraded);
    }

    [Test]
    public async Task A_filling_queue_or_repeated_writes_degrade()
    {
        await using var services = Services(HealthStatus.Unhealthy);
        _recorder.Counters = new UsageRecorderCounters { Accepted = 60, Queued = 60 };
        (await CheckAsync(services)).Status.Should().Be(HealthStatus.Degraded);
        _recorder.Counters = new UsageRecorderCounters
        {
            Accepted = 60,
            Queued = 10,
            Persisted = 50,
            Retries = 2,
        };
        (await CheckAsync(services)).Status.Should().Be(HealthStatus.Degraded);
        _recorder.Counters = new UsageRecorderCounters
        {
            Accepted = 60,
            Persisted = 60,
            Retries = 2,
        };
        (await CheckAsync(services)).Status.Should().Be(HealthStatus.Healthy, "the store is back");
    }

    private ServiceProvider Services(HealthStatus? failure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddGigaChatUsageTracking(static options => options.QueueCapacity = 100);
        services.AddSingleton<IUsageRecorder>(_recorder);
        services.AddHealthChecks().AddGigaChatUsage(failureStatus: failure);
        return services.BuildServiceProvider();
    }

    private static async Task<HealthReportEntry> CheckAsync(ServiceProvider services) =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["gigachat-usage"];

    private sealed class StubRecorder : IUsageRecorder
    {
        public UsageRecorderCounters Counters { get; set; } = new();

        public bool TryRecord(UsageRecord record) => throw new NotSupportedException();

        public Task FlushAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
