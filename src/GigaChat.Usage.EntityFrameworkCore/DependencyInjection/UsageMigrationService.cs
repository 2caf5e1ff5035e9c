using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage;

/// <summary>Brings the tables up to date before the host's other services start, when the store is asked to.</summary>
internal sealed class UsageMigrationService(IUsageStore store) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) =>
        store is EfUsageStore { MigratesOnStart: true } ef ? ef.EnsureMigratedAsync(cancellationToken) : Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
