namespace GigaChat.Usage.Budgets;

/// <summary>A reservation of a call in flight: the start of the call, its amounts, and their budgets.</summary>
internal sealed record BudgetTicket(Guid Id, DateTimeOffset StartedAt, UsageBudget[] Budgets, BudgetCharge[] Charges);
