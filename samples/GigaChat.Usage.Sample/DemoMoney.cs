using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Sample;

/// <summary>What the demonstration has bought and may spend. The packages are small, so that a month of it
/// shows.</summary>
internal static class DemoMoney
{
    private const string Today = "today";

    public static void Add(IServiceCollection services, DateTimeOffset now) =>
        services
            .AddGigaChatUsageTracking()
            .AddTokenPackages(
                new TokenPackage
                {
                    Family = "GigaChat-2",
                    Tokens = 50_000,
                    Rubles = 3.25m,
                    BoughtAt = now.AddDays(-40),
                    ExpiresAt = now.AddDays(325),
                },
                new TokenPackage
                {
                    Family = "GigaChat-2-Pro",
                    Tokens = 20_000,
                    Rubles = 10m,
                    BoughtAt = now.AddDays(-40),
                    ExpiresAt = now.AddDays(10),
                },
                new TokenPackage
                {
                    Family = "GigaChat-2-Max",
                    Tokens = 100_000,
                    Rubles = 65m,
                    BoughtAt = now.AddDays(-40),
                    ExpiresAt = now.AddDays(325),
                }
            )
            .AddBudgets(
                new UsageBudget
                {
                    Name = "all, a month",
                    Rubles = 500,
                    Period = BudgetPeriod.Month,
                    Action = BudgetAction.Warn,
                },
                new UsageBudget
                {
                    Name = "demo tokens, a week",
                    Scope = BudgetScope.AccessTokenType,
                    Key = "DEMO",
                    Tokens = 100_000,
                    Period = BudgetPeriod.Week,
                    Action = BudgetAction.Warn,
                },
                // So small that the last visits exceed it, which raises an alert.
                new UsageBudget
                {
                    Name = Today,
                    Tokens = 2_000,
                    Period = BudgetPeriod.Day,
                    Action = BudgetAction.Warn,
                }
            )
            .AddAlerts(static alerts =>
            {
                alerts.RemoveLog(); // They are in the report.
                alerts.Rules.Clear();
                alerts.Rules.Add(new BudgetThresholdAlertRule { Budget = Today });
            });
}
