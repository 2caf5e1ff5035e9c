namespace GigaChat.Usage;

/// <summary>A reservation of a call in flight: what it holds, and of which budgets.</summary>
internal sealed record BudgetTicket(Guid Id, UsageBudget[] Budgets, BudgetCharge[] Charges);
