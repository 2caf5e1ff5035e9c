using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.Alerts;

/// <summary>Evaluates once a minute and delivers, for as long as the host runs.</summary>
internal sealed class UsageAlertService(GigaChatUsageAlerts alerts, AlertDeliverer deliverer, TimeProvider time)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start of the application does not wait for the first evaluation.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var delivering = deliverer.RunAsync(stoppingToken);
        try
        {
            using var timer = new PeriodicTimer(alerts.Options.EvaluateEvery, time);
            do await EvaluateAsync(stoppingToken).ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped.
        }

        await delivering.ConfigureAwait(false);
    }

    private async Task EvaluateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await alerts.EvaluateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!error.IsCancellationBy(cancellationToken))
        {
            // Logged where it happened, and evaluated again in a minute.
        }
    }
}
