using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Sample;

/// <summary>What was bought, what may be spent, and what the provider took beside what was recorded.</summary>
internal sealed class MoneyReport(IServiceProvider services, Terminal terminal)
{
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await PackagesAsync(cancellationToken);
        await BudgetsAsync(cancellationToken);
        await BalanceAsync(cancellationToken);
    }

    private async Task PackagesAsync(CancellationToken cancellationToken)
    {
        var families = await services.GetRequiredService<GigaChatTokenPackages>().GetStatusAsync(cancellationToken);
        terminal.Table(
            "Packages",
            ["Family", "Bought", "Used", "Left", "Expires unused", "₽ per 1M used", "Runs out"],
            families.SelectMany(static family =>
                family.Packages.Select(
                    IReadOnlyList<string> (status) =>
                        [
                            family.Family,
                            Format.Count(status.Package.Tokens),
                            Format.Count(status.UsedTokens),
                            Format.Count(status.RemainingTokens),
                            Format.Count(status.ExpiredTokens + status.WillExpireUnusedTokens),
                            status.EffectiveRublesPerMillionTokens is { } price ? Format.Rubles(price) : "",
                            family.RunsOutOn is { } day ? Format.Day(day) : "not within a year",
                        ]
                )
            )
        );
    }

    private async Task BudgetsAsync(CancellationToken cancellationToken)
    {
        var budgets = await services.GetRequiredService<GigaChatBudgets>().GetStatusAsync(cancellationToken);
        terminal.Table(
            "Budgets",
            ["Budget", "Whose", "Limit", "Used", "Left"],
            budgets.Select(
                static IReadOnlyList<string> (status) =>
                    [
                        status.Budget.Name,
                        status.Key ?? "everyone",
                        Amount(status, status.Limit),
                        Amount(status, status.Used),
                        Amount(status, status.Remaining),
                    ]
            ),
            textColumns: 2
        );

        static string Amount(BudgetStatus status, decimal amount) =>
            status.Budget.IsInRubles ? Format.Rubles(amount) : Format.Count((long)amount);
    }

    private async Task BalanceAsync(CancellationToken cancellationToken)
    {
        var balance = await services
            .GetRequiredService<GigaChatBalance>()
            .ReconcileAsync(cancellationToken: cancellationToken);
        terminal.Table(
            "The provider's balance over the last visits, and our records",
            ["Family", "Taken", "Recorded", "Unexplained", "Coverage"],
            balance.Families.Select(
                static IReadOnlyList<string> (family) =>
                    [
                        family.Family,
                        Format.Count((long)family.DrainedTokens),
                        Format.Count(family.RecordedTokens),
                        Format.Count((long)family.UnexplainedTokens),
                        Format.Share(family.Coverage),
                    ]
            )
        );
    }
}
