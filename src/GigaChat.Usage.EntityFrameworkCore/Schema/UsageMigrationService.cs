using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// Migrates the tables before the host's other services start. A database that is down or slow does not delay the
/// application: the first use tries again.
/// </summary>
internal sealed class UsageMigrationService(EfUsageStore store) : IHostedLifecycleService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            // On a separate thread, because SQLite blocks while it waits for a lock.
            await Task.Run(() => store.EnsureReadyAsync(cancellationToken), cancellationToken)
                .WaitAsync(Patience, TimeProvider.System, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.MigrationSlow(store.Logger, Patience.TotalSeconds);
        }
        catch (Exception error) when (!error.IsCancellationBy(cancellationToken))
        {
            Log.MigrationFailed(store.Logger, error);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
