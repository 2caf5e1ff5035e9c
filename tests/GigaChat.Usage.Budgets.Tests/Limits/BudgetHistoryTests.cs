namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>What a budget takes from the records when it is opened.</summary>
internal sealed class BudgetHistoryTests
{
    private static readonly UsageBudget Day = new()
    {
        Name = "day",
        Tokens = 1_000,
        Period = BudgetPeriod.Rolling,
        Window = TimeSpan.FromDays(1),
    };

    /// <summary>The use of an hour falls out of a window when the window has passed since its end, and not with that of
    /// the other hours.</summary>
    [TestCase(null)]
    [TestCase("GigaChat-2")]
    public async Task Each_hour_of_a_window_falls_out_by_itself(string? model)
    {
        var budget = model is null ? Day : Day with { Scope = BudgetScope.Model, Key = model };
        using var client = new BudgetedClient(
            [budget],
            reader: await StoreAsync((200, TimeSpan.FromHours(20)), (300, TimeSpan.FromHours(10)))
        )
        {
            Bills = 1,
        };

        await client.SendAsync(maxTokens: 10);
        await Expect(501);
        client.Clock.Advance(TimeSpan.FromHours(3.9));
        await Expect(501);
        client.Clock.Advance(TimeSpan.FromHours(2));
        await Expect(301);
        client.Clock.Advance(TimeSpan.FromHours(10));
        await Expect(1);

        async Task Expect(decimal used) => (await client.StandingAsync()).Should().Be((used, 0m));
    }

    [Test]
    public async Task The_current_hour_counts_from_now_and_not_from_its_end()
    {
        using var client = new BudgetedClient(
            [Day],
            reader: await StoreAsync((200, TimeSpan.FromMinutes(-20)), (300, TimeSpan.FromMinutes(20)))
        )
        {
            Bills = 1,
        };
        client.Clock.Advance(TimeSpan.FromMinutes(30)); // Half past twelve.

        await client.SendAsync(maxTokens: 10);

        (await client.StandingAsync()).Used.Should().Be(501);
        client.Clock.Advance(TimeSpan.FromDays(1) + (TimeSpan.FromDays(1) / 64));
        (await client.StandingAsync()).Used.Should().Be(0);
    }

    [Test]
    public async Task Only_what_lies_in_the_window_is_taken()
    {
        using var client = new BudgetedClient(
            [Day],
            reader: await StoreAsync((200, TimeSpan.FromHours(23.9)), (300, TimeSpan.FromHours(24.1)))
        )
        {
            Bills = 1,
        };

        await client.SendAsync(maxTokens: 10);

        (await client.StandingAsync()).Used.Should().Be(201);
    }

    private static async Task<InMemoryUsageStore> StoreAsync(params (long Tokens, TimeSpan Ago)[] uses)
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync(
            [.. uses.Select(static use => Records.Of(use.Tokens, BudgetedClient.Start - use.Ago))],
            default
        );
        return store;
    }
}
