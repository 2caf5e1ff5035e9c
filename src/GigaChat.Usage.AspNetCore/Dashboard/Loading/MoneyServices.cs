namespace GigaChat.Usage.AspNetCore;

/// <summary>What the application may have beside its usage: packages bought, budgets set, balances seen.</summary>
internal sealed record MoneyServices(
    GigaChatTokenPackages? Packages,
    GigaChatBudgets? Budgets,
    GigaChatBalance? Balance
);
