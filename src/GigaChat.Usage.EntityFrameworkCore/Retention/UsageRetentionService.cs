using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Deletes old records every hour, for a few minutes at most.</summary>
internal sealed class UsageRetentionService(EfUsageStore store, RelationalUsageOptions options) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.RetainRecordsFor is not { } age)
            return;
        using var timer = new PeriodicTimer(Interval, store.Time);
        do
        {
            try
            {
                await Task.Run(() => store.DeleteRecordsOlderThanAsync(age, Budget, stoppingToken), stoppingToken)
                    .ConfigureAwait(false);
            }
            catch (Exception error) when (!error.IsCancellationBy(stoppingToken))
            {
                Log.DeletionFailed(store.Logger, error);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }
}
