namespace GigaChat.Usage.AspNetCore;

/// <summary>A store of budgets that fails, after something else has ended.</summary>
internal sealed class BrokenBudgetStore(Task first) : IBudgetStore
{
    public ValueTask OpenAsync(
        IReadOnlyList<BudgetCounter> counters,
        Func<IReadOnlyList<BudgetCounter>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<BudgetUse>>>> used,
        CancellationToken cancellationToken
    ) => new(Answer<bool>());

    public ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    ) => new(Answer<BudgetDecision>());

    public ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => new(Answer<IReadOnlyList<BudgetCount>?>());

    public ValueTask<bool> TryMarkAsync(
        BudgetCounter counter,
        int percent,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => new(Answer<bool>());

    public ValueTask<IReadOnlyList<BudgetCount?>> ReadAsync(
        IReadOnlyList<BudgetCounter> counters,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => new(Answer<IReadOnlyList<BudgetCount?>>());

    private async Task<T> Answer<T>()
    {
        await first;
        throw new InvalidOperationException("The budgets are not there.");
    }
}
