namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>A store that counts nothing before a test says so.</summary>
internal sealed class UncountedBudgetStore : HeldBudgetStore
{
    public override async ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await Answer.Task;
        return await base.SettleAsync(reservation, charges, now, cancellationToken);
    }
}
