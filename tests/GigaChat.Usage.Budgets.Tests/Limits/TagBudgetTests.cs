using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>Budgets of each value of a tag, and of each model.</summary>
internal sealed class TagBudgetTests
{
    private static readonly UsageBudget PerTenant = new()
    {
        Name = "tenants",
        Scope = BudgetScope.Tag,
        TagKey = "tenant",
        Tokens = 1_000,
    };

    private static readonly UsageBudget PerModel = new()
    {
        Name = "models",
        Scope = BudgetScope.Model,
        Tokens = 1_000,
    };

    [Test]
    public async Task Each_value_of_a_tag_has_a_budget_of_its_own()
    {
        using var client = new BudgetedClient([PerTenant]) { Bills = 300 };

        await client.SendAsync(maxTokens: 100, Tenant("acme"));
        await client.SendAsync(maxTokens: 100, Tenant("acme"));
        await client.SendAsync(maxTokens: 100, Tenant("other"));
        await client.SendAsync(maxTokens: 100);

        (await client.Budgets.GetStatusAsync())
            .Select(status => (status.Key, status.Used))
            .Should()
            .BeEquivalentTo([("acme", 600m), ("other", 300m)]);
        var refused = await client
            .Awaiting(c => c.SendAsync(maxTokens: 600, Tenant("acme")))
            .Should()
            .ThrowAsync<GigaChatBudgetExceededException>();
        refused.Which.Key.Should().Be("acme");
        await client.SendAsync(maxTokens: 600, Tenant("other"));
    }

    [Test]
    public async Task A_tag_of_a_scope_counts_and_another_key_does_not()
    {
        using var client = new BudgetedClient([PerTenant with { Key = "acme" }]) { Bills = 300 };

        using (UsageScope.Begin(Tenant("acme")))
        {
            await client.SendAsync(maxTokens: 100, new UsageContext { Tags = [new("feature", "chat")] });
            await client.SendAsync(maxTokens: 100, Tenant("other"));
        }

        await client.SendAsync(maxTokens: 100, new UsageContext { Tags = [new("client", "acme")] });

        (await client.Budgets.GetStatusAsync())
            .Should()
            .ContainSingle()
            .Which.Used.Should()
            .Be(300, "only the first call has the tag with this value");
    }

    [TestCase(BudgetPeriod.Month, false)]
    [TestCase(BudgetPeriod.Rolling, false)]
    [TestCase(BudgetPeriod.Month, true)]
    public async Task A_budget_of_a_tag_opens_from_the_recorded_usage(BudgetPeriod period, bool isInRubles)
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync(
            [
                Past(200) with
                {
                    Tags = [new("tenant", "acme")],
                },
                Past(300) with
                {
                    Tags = [new("tenant", "acme"), new("feature", "chat")],
                },
                Past(400) with
                {
                    Tags = [new("tenant", "other")],
                },
                Past(500),
            ],
            default
        );
        var budget = PerTenant with
        {
            Period = period,
            Window = period == BudgetPeriod.Rolling ? TimeSpan.FromDays(1) : null,
            Tokens = isInRubles ? null : 1_000,
            Rubles = isInRubles ? 1_000 : null,
        };
        using var client = new BudgetedClient([budget], reader: store) { Bills = 1 };

        await client.SendAsync(maxTokens: 10, Tenant("acme"));

        var used = (await client.Budgets.GetStatusAsync()).Single().Used;
        var recorded = (
            await client.Usage.GetByTagAsync(
                "tenant",
                new UsageFilter { From = BudgetedClient.Start.AddHours(-1), To = BudgetedClient.Start }
            )
        ).Single(tag => tag.Value == "acme");
        recorded.Tokens.Should().Be(500);
        used.Should().BeGreaterThan(isInRubles ? recorded.Cost.Rubles : 500);
        used.Should().BeLessThan(isInRubles ? recorded.Cost.Rubles * 1.1m : 502);
    }

    [Test]
    public async Task Each_model_has_a_budget_of_its_own_and_opens_from_the_recorded_usage()
    {
        using var client = new BudgetedClient(
            [PerModel],
            history: [Past(500), Past(100) with { Model = "GigaChat-2-Max" }]
        )
        {
            Bills = 300,
        };

        await client.SendAsync(maxTokens: 100);
        await client.SendAsync(maxTokens: 100, model: "GigaChat-2-Max");

        (await client.Budgets.GetStatusAsync())
            .Select(status => (status.Key, status.Used))
            .Should()
            .BeEquivalentTo([("GigaChat-2", 800m), ("GigaChat-2-Max", 400m)]);
        await client.Awaiting(c => c.SendAsync(maxTokens: 300)).Should().ThrowAsync<GigaChatBudgetExceededException>();
        await client.SendAsync(maxTokens: 300, model: "GigaChat-2-Max");
    }

    [TestCase(null)]
    [TestCase("GigaChat-2")]
    public async Task A_budget_of_a_model_counts_under_the_model_that_answered_before_and_after_a_restart(string? key)
    {
        using var client = new BudgetedClient([PerModel with { Key = key }]) { Bills = 300 };

        // The server of the test answers as GigaChat-2.
        await client.SendAsync(maxTokens: 100, model: "GigaChat");
        await client.SendAsync(maxTokens: 100, model: "GigaChat");

        (await client.UsedAsync(600))
            .Select(status => (status.Key, status.Used, status.Reserved))
            .Should()
            .Equal(("GigaChat-2", 600m, 0m));
        using var restarted = new BudgetedClient([PerModel with { Key = key }], history: client.Recorder.Records)
        {
            Bills = 300,
        };
        restarted.Clock.Advance(TimeSpan.FromMinutes(1));
        await restarted
            .Awaiting(c => c.SendAsync(maxTokens: 600))
            .Should()
            .ThrowAsync<GigaChatBudgetExceededException>();
        (await restarted.Budgets.GetStatusAsync()).Single().Used.Should().Be(600m);
    }

    [Test]
    public async Task An_answer_of_another_model_counts_once_under_each_budget_that_covers_it()
    {
        using var client = new BudgetedClient([
            new UsageBudget { Name = "all", Tokens = 1_000 },
            PerModel,
            PerModel with
            {
                Name = "requested",
                Key = "GigaChat",
            },
            PerModel with
            {
                Name = "answered",
                Key = "GigaChat-2",
            },
            PerModel with
            {
                Name = "neither",
                Key = "GigaChat-2-Max",
            },
        ])
        {
            Bills = 300,
        };

        await client.SendAsync(maxTokens: 100, model: "GigaChat");
        await client.SendAsync(maxTokens: 100);

        (await client.UsedAsync(1_800))
            .Select(status => (status.Budget.Name, status.Key, status.Used))
            .Should()
            .BeEquivalentTo([("all", null, 600m), ("models", "GigaChat-2", 600m), ("answered", "GigaChat-2", 600m)]);
        client.Recorder.Records.Should().OnlyContain(record => record.Model == "GigaChat-2");
    }

    [Test]
    public async Task A_call_that_ends_in_the_next_period_counts_in_that_of_its_start_under_the_model_that_answered()
    {
        using var client = new BudgetedClient([
            PerModel with
            {
                Name = "day",
                Period = BudgetPeriod.Day,
            },
            PerModel with
            {
                Name = "month",
                Period = BudgetPeriod.Month,
            },
        ])
        {
            Bills = 300,
        };
        client.OnWire = _ =>
        {
            client.Clock.Advance(TimeSpan.FromDays(1));
            return Task.CompletedTask;
        };

        await client.SendAsync(maxTokens: 100, model: "GigaChat");

        client.OnWire = null;
        await client.SendAsync(maxTokens: 100);
        (await client.UsedAsync(900))
            .Select(status => (status.Budget.Name, status.Key, status.Used))
            .Should()
            .BeEquivalentTo([("day", "GigaChat-2", 300m), ("month", "GigaChat-2", 600m)]);
    }

    [TestCase(BudgetFailureMode.Open, false)]
    [TestCase(BudgetFailureMode.Closed, true)]
    public async Task A_call_without_a_known_model_is_sent_or_refused_as_the_options_say(
        BudgetFailureMode mode,
        bool isRefused
    )
    {
        using var client = new BudgetedClient([PerModel], new GigaChatBudgetOptions { WhenUnknown = mode });
        var call = new BudgetCall(null, null, null, null, Model: null, 10, 90) { IsBodyUnseen = true };

        var (ticket, verdict) = await client.Budgets.ReserveAsync(Guid.CreateVersion7(), call, default);

        (ticket?.Charges ?? []).Should().BeEmpty();
        (verdict?.Reason == BudgetRefusal.ModelUnknown).Should().Be(isRefused);
    }

    [Test]
    public void A_budget_of_a_tag_needs_its_key_and_no_other_has_one()
    {
        (PerTenant with { TagKey = null })
            .Invoking(budget => budget.Validate())
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("*TagKey*");
        (PerModel with { TagKey = "tenant" })
            .Invoking(budget => budget.Validate())
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("*TagKey*");
    }

    private static UsageContext Tenant(string name) => new() { Tags = [new("tenant", name)] };

    private static UsageRecord Past(long tokens) => Records.Of(tokens, BudgetedClient.Start.AddMinutes(-30));
}
