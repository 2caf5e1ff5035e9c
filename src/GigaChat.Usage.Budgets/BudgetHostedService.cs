using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.Budgets;

/// <summary>
/// Warms budgets up before the application takes calls, and waits for what is still being counted when it stops. A store
/// that is down or slow delays either by no more than <see cref="GigaChatBudgetOptions.StoreTimeout"/>, and fails
/// neither: the first call tries again, and what a stopped process has reserved expires.
/// </summary>
internal sealed class BudgetHostedService(GigaChatBudgets budgets) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var warm = Task.Run(() => budgets.WarmUpAsync(limit.Token), CancellationToken.None);
        await WaitAsync(warm, cancellationToken).ConfigureAwait(false);
        await limit.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        WaitAsync(budgets.WhenCountedAsync(), cancellationToken);

    private async Task WaitAsync(Task task, CancellationToken cancellationToken)
    {
        await task.WaitAsync(budgets.Options.StoreTimeout, budgets.Limits, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ = task.ContinueWith(
            static task => task.Exception, // Seen, though nobody waits any more.
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }
}
