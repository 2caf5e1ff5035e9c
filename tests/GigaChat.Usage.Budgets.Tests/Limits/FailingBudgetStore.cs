namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>A store whose first settlements fail, as many as a test says.</summary>
/// <param name="failures">How many fail.</param>
/// <param name="throws"><c>true</c> if they throw; <c>false</c> if the store has no such counter.</param>
internal sealed class FailingBudgetStore(int failures, bool throws) : ChangedBudgetStore
{
    private int _asked;

    public int Asked => Volatile.Read(ref _asked);

    public SemaphoreSlim Settled { get; } = new(0);

    public override ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var fails = Interlocked.Increment(ref _asked) <= failures;
        Settled.Release();
        return !fails ? base.SettleAsync(reservation, charges, now, cancellationToken)
            : throws ? ValueTask.FromException<IReadOnlyList<BudgetCount>?>(new TimeoutException("too slow"))
            : ValueTask.FromResult<IReadOnlyList<BudgetCount>?>(null);
    }
}
