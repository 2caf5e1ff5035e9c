using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.Tests.Recording;

[Property("Lesson", "L1")]
internal sealed class HostStopTests : RecorderFixture
{
    [Test]
    public async Task When_the_host_has_stopped_everything_is_written_and_late_records_are_still_taken()
    {
        Choices.BatchDelay = TimeSpan.FromMinutes(1);
        using var host = Host();
        await host.StartAsync();
        var recorder = host.Services.GetRequiredService<UsageRecorder>();
        recorder.TryRecord(Record());

        await host.StopAsync().Soon();
        Store.Stored.Should().HaveCount(1);
        recorder.TryRecord(Record()).Should().BeTrue();
        host.Dispose();

        Store.Stored.Should().HaveCount(2);
        recorder.Counters.Should().BeEquivalentTo(new { Persisted = 2, Dropped = 0 });
    }

    [Test]
    public async Task With_a_dead_store_host_and_disposal_share_one_budget()
    {
        Store.Fails(int.MaxValue, () => new IOException("unplugged"));
        using var host = Host();
        await host.StartAsync();
        var recorder = host.Services.GetRequiredService<UsageRecorder>();
        recorder.TryRecord(Record());

        var stopping = host.StopAsync();
        await Clock.WaitBegunAsync(Choices.ShutdownTimeout, Choices.ShutdownTimeout).Soon();
        Clock.Advance(Choices.ShutdownTimeout);
        await stopping.Soon();
        await Task.Run(host.Dispose).Soon();

        recorder
            .Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Failed = 1,
                    InFlight = 0,
                    Queued = 0,
                }
            );
    }

    [Test]
    public async Task A_host_that_loses_patience_is_not_held_up_and_gets_no_error()
    {
        var hangs = new TaskCompletionSource();
        Store.Behaviour = (_, _) => hangs.Task;
        await using var recorder = Recorder();
        recorder.TryRecord(Record());
        using var impatience = new CancellationTokenSource();

        var stopped = new UsageRecorderHostedService(recorder).StoppedAsync(impatience.Token);
        stopped.IsCompleted.Should().BeFalse();
        await impatience.CancelAsync();
        await stopped.Soon();

        hangs.SetResult();
    }

    private IHost Host() =>
        new HostBuilder()
            .ConfigureServices(services =>
                services
                    .AddMetrics()
                    .AddSingleton<TimeProvider>(Clock)
                    .AddSingleton(new TimeLimitClock(Clock))
                    .AddSingleton<IUsageStore>(Store)
                    .AddSingleton(Microsoft.Extensions.Options.Options.Create(Choices))
                    .AddSingleton(static _ => new GigaChatUsageMeter())
                    .AddSingleton(UsageRecorder.FromServices)
                    .AddHostedService<UsageRecorderHostedService>()
            )
            .Build();
}
