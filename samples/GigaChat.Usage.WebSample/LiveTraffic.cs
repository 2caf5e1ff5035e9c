using GigaChat.Usage.Sample;

namespace GigaChat.Usage.WebSample;

/// <summary>A visit every few seconds, for as long as the program runs.</summary>
internal sealed class LiveTraffic(Visits visits, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await visits.PlayAsync(Random.Shared, CancellationToken.None); // A stop ends the traffic, not a call.
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
