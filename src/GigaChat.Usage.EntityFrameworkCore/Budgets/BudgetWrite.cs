namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A reservation or a settlement on its way to the database, with the rows of its counters.</summary>
internal sealed record BudgetWrite(
    Guid Reservation,
    IReadOnlyList<BudgetCharge> Charges,
    IReadOnlyList<(Guid Id, BudgetCounter Counter)> Counters,
    TimeSpan Lease
);
