using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <summary>What an application that has bought packages, set budgets and asked for its balance has.</summary>
internal static class TestMoney
{
    public static void Add(IServiceCollection services) =>
        services
            .AddSingleton<IUsageAlertStore>(new InMemoryUsageAlertStore())
            .AddGigaChatUsageTracking()
            .AddTokenPackages(
                new TokenPackage
                {
                    Family = "GigaChat-2-Pro",
                    Tokens = 900_000_000,
                    Rubles = 450_000,
                    BoughtAt = TestUsage.Now.AddDays(-365),
                    ExpiresAt = TestUsage.Now.AddDays(30),
                }
            )
            .AddBudgets(
                new UsageBudget
                {
                    Name = "<b>month</b>",
                    Rubles = 1_000_000,
                    Action = BudgetAction.Warn,
                }
            );

    public static async Task AddAlertAsync(IUsageAlertStore alerts) =>
        await alerts.UpdateAsync([], TestUsage.Now, static _ => new UsageAlertChanges
        {
            Opened = [AlertSectionTests.Alert(TestUsage.Now.AddDays(-1), "Spend")],
        });

    /// <summary>400 million tokens of GigaChat-Pro were taken in the last ten days.</summary>
    public static void AddBalance(GigaChatBalance balance)
    {
        foreach (var (at, left) in new[] { (TestUsage.Now.AddDays(-10), 500_000_000m), (TestUsage.Now, 100_000_000m) })
            balance.Add(
                new BalanceSnapshot(
                    at,
                    new Dictionary<string, decimal>(StringComparer.Ordinal) { ["GigaChat-Pro"] = left }
                )
            );
    }
}
