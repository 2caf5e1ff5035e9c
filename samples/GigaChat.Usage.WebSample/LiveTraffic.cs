using GigaChat.Usage.Sample;

namespace GigaChat.Usage.WebSample;

/// <summary>A visit every few seconds, and now and then a look at the balance, for as long as the program
/// runs.</summary>
internal sealed class LiveTraffic(Visits visits, GigaChatBalance balance, IHttpClientFactory clients, TimeProvider time)
    : BackgroundService
{
    private const int VisitsToABalance = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            for (var visit = 0; await timer.WaitForNextTickAsync(stoppingToken); visit++)
            {
                if (visit % VisitsToABalance == 0)
                    await LookAtBalanceAsync(stoppingToken);
                await visits.PlayAsync(Random.Shared, CancellationToken.None); // A stop ends the traffic, not a call.
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task LookAtBalanceAsync(CancellationToken cancellationToken)
    {
        using var http = clients.CreateClient(nameof(GigaChatClient));
        await balance.PollAsync(http, cancellationToken);
    }
}
