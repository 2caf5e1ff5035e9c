namespace GigaChat.Usage.AspNetCore;

/// <summary>The optional services of the application: token packages, budgets, balances, alerts.</summary>
internal sealed record MoneyServices(
    GigaChatTokenPackages? Packages,
    GigaChatBudgets? Budgets,
    GigaChatBalance? Balance,
    IUsageAlertStore? Alerts
);
