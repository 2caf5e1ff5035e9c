namespace GigaChat.Usage.Tests;

/// <summary>A store whose answer to a reservation comes when a test says so, whoever has given up waiting.</summary>
internal sealed class SilentBudgetStore : ChangedBudgetStore
{
    public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SemaphoreSlim Asked { get; } = new(0);

    public SemaphoreSlim Settled { get; } = new(0);

    public override async ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    )
    {
        Asked.Release();
        await Answer.Task;
        return await base.ReserveAsync(reservation, charges, now, expiresAt, CancellationToken.None);
    }

    public override async ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var counts = await base.SettleAsync(reservation, charges, now, cancellationToken);
        Settled.Release();
        return counts;
    }
}
