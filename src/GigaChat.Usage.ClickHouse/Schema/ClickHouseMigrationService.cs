using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.ClickHouse;

/// <summary>
/// Upgrades the tables before the host's other services start. A server that is down or slow does not delay the
/// application: the first use tries again.
/// </summary>
internal sealed class ClickHouseMigrationService(ClickHouseUsageStore store) : IHostedLifecycleService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store
                .EnsureReadyAsync(cancellationToken)
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
