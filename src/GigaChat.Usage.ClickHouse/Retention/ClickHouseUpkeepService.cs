using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.ClickHouse;

/// <summary>Seals days every ten minutes and deletes old records every hour.</summary>
internal sealed class ClickHouseUpkeepService(ClickHouseUsageStore store, IOptions<ClickHouseUsageOptions> options)
    : BackgroundService
{
    private const int RunsPerDeletion = 6;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan DeletionBudget = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (seals, age) = (options.Value.SealDays, options.Value.RetainRecordsFor);
        if (!seals && age is null)
            return;
        using var timer = new PeriodicTimer(Interval, store.Time);
        var run = 0;
        do
        {
            try
            {
                if (seals)
                    await store.SealAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!error.IsCancellationBy(stoppingToken))
            {
                Log.SealingFailed(store.Logger, error);
            }

            try
            {
                if (age is { } old && run++ % RunsPerDeletion == 0)
                    await store.DeleteRecordsOlderThanAsync(old, DeletionBudget, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!error.IsCancellationBy(stoppingToken))
            {
                Log.DeletionFailed(store.Logger, error);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }
}
