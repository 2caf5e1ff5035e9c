using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.Recording;

/// <summary>
/// Writes the waiting records when the host has stopped its services, while writing is still safe; records of services
/// that end later are still accepted.
/// </summary>
internal sealed class UsageRecorderHostedService(UsageRecorder recorder) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => recorder.DrainAsync(cancellationToken);
}
