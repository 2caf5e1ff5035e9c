using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.Testing;

/// <summary>Leaves SIGTERM and Ctrl+C to the program that started the server.</summary>
internal sealed class DetachedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
