using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.DependencyInjection;

/// <summary>The checks that are possible only once the application is built, and that fail its start.</summary>
internal sealed class StartChecks : IHostedLifecycleService
{
    private readonly List<Action> _checks = [];

    /// <summary>Adds a check that runs when the host has started; the start throws its exceptions.</summary>
    public void Add(Action check)
    {
        lock (_checks)
            _checks.Add(check);
    }

    // Not before: routing collects its endpoints while the server starts.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Action[] checks;
        lock (_checks)
            checks = [.. _checks];
        foreach (var check in checks)
            check();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
