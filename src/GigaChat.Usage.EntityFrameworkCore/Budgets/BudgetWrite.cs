namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A pending reservation or settlement, with the rows of its counters.</summary>
internal sealed record BudgetWrite(
    Guid Reservation,
    IReadOnlyList<BudgetCharge> Charges,
    IReadOnlyList<(Guid Id, BudgetCounter Counter)> Counters,
    TimeSpan Lease
);
