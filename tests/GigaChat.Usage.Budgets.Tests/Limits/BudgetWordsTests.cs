namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>What budgets say of themselves: figures in their unit, and never an access token.</summary>
internal sealed class BudgetWordsTests
{
    private static readonly UsageBudget Tokens = new() { Name = "day", Tokens = 1_000 };
    private static readonly UsageBudget Rubles = new()
    {
        Name = "money",
        Scope = BudgetScope.User,
        Rubles = 12.5m,
    };

    [Test]
    public void A_refusal_names_the_budget_its_key_and_its_unit()
    {
        Verdict(Tokens, null)
            .Message.Should()
            .Be(
                "The call was not sent: the budget day has 900 tokens used and 50 reserved of 1000, and the call may need 100. "
                    + "It is available again in 0.00:00:40."
            );
        Verdict(Rubles, "anna")
            .Message.Should()
            .StartWith("The call was not sent: the budget money of anna has 900 rubles used and 50 reserved of 12.5,");
        Verdict(Rubles with { Scope = BudgetScope.AccessToken }, "secret")
            .Message.Should()
            .StartWith("The call was not sent: the budget money of an access token has 900 rubles used");
        (Verdict(Tokens, null) with { RetryAfter = null }).Message.Should().EndWith("raise the limit.");
    }

    [Test]
    public void A_budget_is_printed_without_the_access_token_of_its_key()
    {
        var budget = new UsageBudget
        {
            Name = "tenant",
            Scope = BudgetScope.Tag,
            TagKey = "tenant",
            Key = "north",
            Tokens = 5,
            Period = BudgetPeriod.Rolling,
            Window = TimeSpan.FromHours(1),
            Thresholds = [50, 80],
        };

        budget
            .ToString()
            .Should()
            .Contain("Name = tenant")
            .And.Contain("Scope = Tag")
            .And.Contain("Key = north")
            .And.Contain("Tokens = 5")
            .And.Contain("Window = 01:00:00")
            .And.Contain("Thresholds = 50 80");
        (budget with { Thresholds = null! }).ToString().Should().NotContain("50 80");
        (budget with { Scope = BudgetScope.AccessToken }).ToString().Should().NotContain("north");
    }

    [Test]
    public void Amounts_have_their_unit()
    {
        Tokens.Words(7).Should().Be("7 tokens");
        Rubles.Words(7_500_000_000).Should().Be("7.5 rubles");
    }

    [Test]
    public void What_remains_is_neither_used_nor_reserved_and_never_below_nothing()
    {
        new BudgetStatus(Tokens, null, used: 300, reserved: 200, limit: 1_000, null).Remaining.Should().Be(500);
        new BudgetStatus(Tokens, null, used: 900, reserved: 200, limit: 1_000, null).Remaining.Should().Be(0);
    }

    [Test]
    public void A_decision_grants_only_what_fits_on_open_counters()
    {
        BudgetDecision.Granted.IsGranted.Should().BeTrue();
        BudgetDecision.NotOpen.IsGranted.Should().BeFalse();
        new BudgetDecision(0, new BudgetCount(900, 50)).IsGranted.Should().BeFalse();
    }

    [Test]
    public void Refusals_are_counted_by_budget_and_key()
    {
        var refusals = new BudgetRefusals();
        var now = BudgetedClient.Start;
        refusals.Add("day", null, now);
        refusals.Add("day", "anna", now);
        refusals.Add("day", "anna", now.AddMinutes(1));

        refusals.All.Should().BeEquivalentTo([("day", "", 1L, now), ("day", "anna", 2L, now.AddMinutes(1))]);
    }

    [Test]
    public void Refusals_of_the_first_ten_thousand_keys_are_forgotten_with_the_next()
    {
        var refusals = new BudgetRefusals();
        for (var key = 0; key < 10_000; key++)
            refusals.Add("day", $"{key}", BudgetedClient.Start);
        refusals.All.Should().HaveCount(10_000);

        refusals.Add("day", "next", BudgetedClient.Start);

        refusals.All.Should().ContainSingle().Which.Key.Should().Be("next");
    }

    private static BudgetVerdict Verdict(UsageBudget budget, string? key) =>
        new(budget, key, BudgetRefusal.LimitReached, 900, 50, 100, TimeSpan.FromSeconds(40));
}
