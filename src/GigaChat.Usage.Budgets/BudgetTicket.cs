namespace GigaChat.Usage.Budgets;

/// <summary>A reservation of a call in flight: when the call began, what it holds, and of which budgets.</summary>
internal sealed record BudgetTicket(Guid Id, DateTimeOffset StartedAt, UsageBudget[] Budgets, BudgetCharge[] Charges);
