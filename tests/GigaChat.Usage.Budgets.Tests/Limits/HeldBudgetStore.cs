namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>A store in which something waits for a test.</summary>
internal abstract class HeldBudgetStore : ChangedBudgetStore
{
    private readonly SemaphoreSlim _reservations = new(0);

    public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when so many reservations were decided.</summary>
    public async Task Reservations(int count)
    {
        for (var i = 0; i < count; i++)
            await _reservations.WaitAsync().Soon();
    }

    public override async ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    )
    {
        var decision = await base.ReserveAsync(reservation, charges, now, expiresAt, cancellationToken);
        _reservations.Release();
        return decision;
    }
}
