using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>No two budgets share a figure, whatever their names and keys.</summary>
[Property("Lesson", "L32")]
internal sealed class BudgetIdentityTests
{
    [Test]
    public Task Counters_of_random_budgets_and_keys_never_mix() =>
        CounterMix.NeverMixAsync(static () => Task.FromResult<IBudgetStore>(new InProcessBudgetStore()), times: 500);

    [TestCase("team", "x", "team/x", null)]
    [TestCase("team", "a/b", "team/a", "b")]
    public async Task Budgets_whose_names_and_keys_join_to_the_same_text_count_apart(
        string name,
        string key,
        string otherName,
        string? otherKey
    )
    {
        using var client = new BudgetedClient([
            new UsageBudget
            {
                Name = name,
                Scope = BudgetScope.User,
                Key = key,
                Tokens = 1_000,
            },
            new UsageBudget
            {
                Name = otherName,
                Scope = otherKey is null ? BudgetScope.Total : BudgetScope.User,
                Key = otherKey,
                Tokens = 1_000,
            },
        ]);

        await client.SendAsync(100, new UsageContext { UserId = key });

        var standings = await client.Budgets.GetStatusAsync();
        standings.Single(status => status.Budget.Name == name).Used.Should().Be(100);
        standings.Single(status => status.Budget.Name == otherName).Used.Should().Be(otherKey is null ? 100 : 0);
    }

    [Test]
    public async Task A_budget_that_changes_its_unit_does_not_take_over_the_figure()
    {
        var store = new InProcessBudgetStore();
        using var tokens = new BudgetedClient([new UsageBudget { Name = "team", Tokens = 1_000_000 }], store: store)
        {
            Bills = 5_000,
        };
        using var rubles = new BudgetedClient(
            [new UsageBudget { Name = "team", Rubles = 10 }],
            store: store,
            history: [Records.Of(1_000_000, BudgetedClient.Start.AddMinutes(-1))]
        );

        await tokens.SendAsync(100);

        (await rubles.StandingAsync()).Used.Should().Be(65m);
        (await tokens.StandingAsync()).Used.Should().Be(5_000m);
    }
}
