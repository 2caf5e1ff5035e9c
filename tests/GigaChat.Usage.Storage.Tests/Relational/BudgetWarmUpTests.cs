using System.Globalization;
using GigaChat.Usage.Budgets;
using GigaChat.Usage.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>A process that warms up runs what a call runs, and nobody sees it.</summary>
internal sealed class BudgetWarmUpTests(string kind) : RelationalTests(kind)
{
    protected override bool StartsEmpty => true;

    [Test]
    public async Task Processes_that_warm_up_at_once_leave_no_trace_beside_the_calls_of_another()
    {
        UsageBudget[] budgets = [new() { Name = "all", Tokens = 1_000_000 }];
        var running = Process(budgets);
        await CallAsync(running);

        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Process(budgets).WarmUpAsync()).Append(CallAsync(running))
        );

        (await SharedBudgetTests.SettledAsync(running, used: 14)).Should().ContainSingle();
        (await CountAsync("gigachat_usage_budgets")).Should().Be(1);
        (await CountAsync("gigachat_usage_reservations")).Should().Be(2, "two calls are remembered as settled");
    }

    [Test]
    public async Task Warming_up_creates_the_tables()
    {
        await Process([new() { Name = "all", Tokens = 1_000_000 }]).WarmUpAsync();

        (await CountAsync("gigachat_usage_budgets")).Should().Be(0);
        (await CountAsync("gigachat_usage_reservations")).Should().Be(0);
    }

    private static async Task CallAsync(GigaChatBudgets process)
    {
        var (ticket, _) = await process.ReserveAsync(Guid.CreateVersion7(), SharedBudgetTests.Call, default);
        process.Settle(ticket!, SharedBudgetTests.Used(7) with { CreatedAt = TimeProvider.System.GetUtcNow() });
    }

    private async Task<long> CountAsync(string table) =>
        Convert.ToInt64(await Database.ExecuteAsync($"SELECT COUNT(*) FROM {table}"), CultureInfo.InvariantCulture);

    private GigaChatBudgets Process(UsageBudget[] budgets)
    {
        var store = Open();
        return new GigaChatBudgets(
            budgets,
            new GigaChatTokenUsage(store),
            new GigaChatBudgetServices { Store = new EfBudgetStore(store) }
        );
    }
}
