using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage;

/// <summary>Brings the tables up to date as the host starts. A database that is down or slow does not hold the application up: the first use tries again.</summary>
internal sealed class UsageMigrationService(EfUsageStore store, TimeProvider time, ILogger<UsageMigrationService> logger) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.EnsureReadyAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.MigrationSlow(logger, Patience.TotalSeconds);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.MigrationFailed(logger, error);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
