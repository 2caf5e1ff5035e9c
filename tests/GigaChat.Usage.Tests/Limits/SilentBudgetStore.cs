namespace GigaChat.Usage.Tests.Limits;

/// <summary>A store whose answer to a reservation comes when a test says so, whoever has given up waiting.</summary>
internal sealed class SilentBudgetStore : IBudgetStore
{
    private readonly InProcessBudgetStore _store = new();

    public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SemaphoreSlim Asked { get; } = new(0);

    public SemaphoreSlim Settled { get; } = new(0);

    public ValueTask OpenAsync(
        IReadOnlyList<BudgetCounter> counters,
        Func<IReadOnlyList<BudgetCounter>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<BudgetUse>>>> used,
        CancellationToken cancellationToken) => _store.OpenAsync(counters, used, cancellationToken);

    public async ValueTask<BudgetDecision> ReserveAsync(Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        Asked.Release();
        await Answer.Task;
        return await _store.ReserveAsync(reservation, charges, now, expiresAt, CancellationToken.None);
    }

    public async ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var counts = await _store.SettleAsync(reservation, charges, now, cancellationToken);
        Settled.Release();
        return counts;
    }

    public ValueTask<bool> TryMarkAsync(BudgetCounter counter, int percent, DateTimeOffset now, CancellationToken cancellationToken) => _store.TryMarkAsync(counter, percent, now, cancellationToken);

    public ValueTask<IReadOnlyList<BudgetCount?>> ReadAsync(IReadOnlyList<BudgetCounter> counters, DateTimeOffset now, CancellationToken cancellationToken) => _store.ReadAsync(counters, now, cancellationToken);
}
