using GigaChat.Usage.Budgets;

namespace GigaChat.Usage.Tests;

/// <summary>A store whose answer to a reservation comes when a test says so, whoever has given up waiting.</summary>
internal sealed class SilentBudgetStore : IBudgetStore
{
    private InProcessBudgetStore? _counting;

    /// <summary>The clock that windows are measured by; the system's when null. Set before the first call.</summary>
    public TimeProvider? Clock { get; set; }

    private InProcessBudgetStore Store =>
        LazyInitializer.EnsureInitialized(ref _counting, () => new InProcessBudgetStore(Clock))!;

    public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SemaphoreSlim Asked { get; } = new(0);

    public SemaphoreSlim Settled { get; } = new(0);

    public ValueTask OpenAsync(
        IReadOnlyList<BudgetCounter> counters,
        Func<IReadOnlyList<BudgetCounter>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<BudgetUse>>>> used,
        CancellationToken cancellationToken
    ) => Store.OpenAsync(counters, used, cancellationToken);

    public async ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    )
    {
        Asked.Release();
        await Answer.Task;
        return await Store.ReserveAsync(reservation, charges, now, expiresAt, CancellationToken.None);
    }

    public async ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var counts = await Store.SettleAsync(reservation, charges, now, cancellationToken);
        Settled.Release();
        return counts;
    }

    public ValueTask<bool> TryMarkAsync(
        BudgetCounter counter,
        int percent,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Store.TryMarkAsync(counter, percent, now, cancellationToken);

    public ValueTask<IReadOnlyList<BudgetCount?>> ReadAsync(
        IReadOnlyList<BudgetCounter> counters,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Store.ReadAsync(counters, now, cancellationToken);
}
