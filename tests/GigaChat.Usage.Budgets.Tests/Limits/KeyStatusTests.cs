namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>The status of one key, which the process need not have seen.</summary>
internal sealed class KeyStatusTests
{
    private static readonly UsageBudget PerUser = new()
    {
        Name = "users",
        Scope = BudgetScope.User,
        Tokens = 1_000,
    };

    private static readonly UsageBudget PerTenant = new()
    {
        Name = "tenants",
        Scope = BudgetScope.Tag,
        TagKey = "tenant",
        Tokens = 1_000,
    };

    [TestCase(BudgetPeriod.Month, false)]
    [TestCase(BudgetPeriod.Rolling, false)]
    [TestCase(BudgetPeriod.Month, true)]
    [TestCase(BudgetPeriod.Rolling, true)]
    public async Task Key_that_no_call_has_used_has_its_recorded_usage(BudgetPeriod period, bool isInRubles)
    {
        using var client = await StartAsync(
            PerTenant with
            {
                Period = period,
                Window = period == BudgetPeriod.Rolling ? TimeSpan.FromDays(1) : null,
                Tokens = isInRubles ? null : 1_000,
                Rubles = isInRubles ? 1_000 : null,
            }
        );

        var status = (await client.Budgets.GetStatusOfAsync(BudgetScope.Tag, "acme", "tenant")).Single();

        var cost = await client.Usage.GetCostAsync(new UsageFilter { Tags = UsageTags.Of("tenant", "acme") });
        cost.Tokens.Should().Be(500);
        status.Key.Should().Be("acme");
        status.Used.Should().Be(isInRubles ? cost.Rubles : 500);
        status.Reserved.Should().Be(0);
        status.Limit.Should().Be(1_000);
        (await client.Budgets.GetStatusAsync()).Should().BeEmpty("to look at a key opens no counter");
    }

    [Test]
    public async Task Key_in_use_has_what_its_calls_use_and_reserve()
    {
        using var client = await StartAsync(PerUser);
        var context = new UsageContext { UserId = "u-1" };
        client.OnWire = async cancellationToken =>
        {
            var during = (
                await client.Budgets.GetStatusOfAsync(BudgetScope.User, "u-1", null, cancellationToken)
            ).Single();
            during.Used.Should().Be(200);
            during.Reserved.Should().BeGreaterThan(100, "the call is in progress");
        };
        client.Bills = 300;

        await client.SendAsync(maxTokens: 100, context);

        var after = (await client.Budgets.GetStatusOfAsync(BudgetScope.User, "u-1")).Single();
        (after.Used, after.Reserved).Should().Be((500m, 0m));
        after.Should().BeEquivalentTo((await client.Budgets.GetStatusAsync()).Single());
    }

    [Test]
    public async Task Only_budgets_of_the_key_are_listed()
    {
        using var client = await StartAsync(
            PerUser,
            PerUser with
            {
                Name = "one",
                Key = "u-1",
            },
            PerUser with
            {
                Name = "other",
                Key = "u-2",
            },
            PerTenant,
            PerTenant with
            {
                Name = "features",
                TagKey = "feature",
            },
            new UsageBudget { Name = "all", Tokens = 10_000 }
        );

        (await NamesAsync(BudgetScope.User, "u-1")).Should().Equal("one", "users");
        (await NamesAsync(BudgetScope.User, "u-9")).Should().Equal("users");
        (await NamesAsync(BudgetScope.Tag, "acme", "tenant")).Should().Equal("tenants");
        (await NamesAsync(BudgetScope.Tag, "acme", "nothing")).Should().BeEmpty();
        (await NamesAsync(BudgetScope.Model, "GigaChat-2")).Should().BeEmpty();
        (await NamesAsync(BudgetScope.Total, "all")).Should().BeEmpty("it has no keys");
        (await NamesAsync(BudgetScope.User, "")).Should().BeEmpty();

        async Task<IEnumerable<string>> NamesAsync(BudgetScope scope, string key, string? tagKey = null) =>
            (await client.Budgets.GetStatusOfAsync(scope, key, tagKey)).Select(static status => status.Budget.Name);
    }

    /// <summary>A client with 200 tokens of a user and 500 of a tenant in its store, in the current month and
    /// day.</summary>
    private static async Task<BudgetedClient> StartAsync(params UsageBudget[] budgets)
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync(
            [
                Past(200) with
                {
                    UserId = "u-1",
                    Tags = UsageTags.Of("tenant", "acme"),
                },
                Past(300) with
                {
                    Tags = [new("tenant", "acme"), new("feature", "chat")],
                },
                Past(400) with
                {
                    UserId = "u-2",
                    Tags = UsageTags.Of("tenant", "other"),
                },
                Past(500),
            ],
            CancellationToken.None
        );
        return new BudgetedClient(budgets, reader: store);
    }

    private static UsageRecord Past(long tokens) =>
        new()
        {
            CreatedAt = BudgetedClient.Start.AddMinutes(-5),
            Operation = UsageOperation.TextGeneration,
            Model = "GigaChat-2",
            TotalTokens = tokens,
            PromptTokens = tokens,
            Source = UsageSource.Reported,
        };
}
