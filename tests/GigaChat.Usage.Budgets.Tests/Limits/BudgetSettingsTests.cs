using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>Settings at exactly their ends are accepted, and each beyond them has an error of its own.</summary>
internal sealed class BudgetSettingsTests
{
    private static readonly UsageBudget Valid = new() { Name = "all", Tokens = 1_000 };
    private static readonly UsageBudget Rolling = Valid with
    {
        Period = BudgetPeriod.Rolling,
        Window = TimeSpan.FromDays(1),
    };

    private static readonly (UsageBudget Budget, string Problem)[] NotAllowed =
    [
        (Valid with { Name = " " }, "name of a budget"),
        (Valid with { Name = new string('n', 51) }, "name of a budget"),
        (Valid with { Tokens = null }, "either Tokens or Rubles"),
        (Valid with { Rubles = 1 }, "either Tokens or Rubles"),
        (Valid with { Tokens = 0 }, "is 0 tokens"),
        (Valid with { Tokens = null, Rubles = 0 }, "is 0 rubles"),
        (Valid with { Tokens = null, Rubles = 1_000_000_000.01m }, "is 1000000000.01 rubles"),
        (Valid with { Scope = (BudgetScope)99 }, "unknown scope"),
        (Valid with { Period = (BudgetPeriod)99 }, "unknown scope"),
        (Valid with { Action = (BudgetAction)99 }, "unknown scope"),
        (Valid with { Key = "a" }, "must not have a key"),
        (Valid with { Scope = BudgetScope.Tag }, "must have a TagKey"),
        (Valid with { TagKey = "tenant" }, "must have a TagKey"),
        (Rolling with { Window = null }, "must have a window"),
        (Valid with { Window = TimeSpan.FromDays(1) }, "must have a window"),
        (Rolling with { Window = TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1) }, "1 minute to 366 days"),
        (Rolling with { Window = TimeSpan.FromDays(366) + TimeSpan.FromTicks(1) }, "1 minute to 366 days"),
        (Valid with { Thresholds = [0] }, "1 to 1000 percent"),
        (Valid with { Thresholds = [1_001] }, "1 to 1000 percent"),
        (Valid with { Thresholds = [80, 80] }, "1 to 1000 percent"),
        (Valid with { Thresholds = [80, 50] }, "1 to 1000 percent"),
    ];

    [Test]
    public void The_ends_of_what_is_allowed_are_allowed()
    {
        UsageBudget[] budgets =
        [
            Valid,
            Valid with
            {
                Name = new string('n', 50),
            },
            Valid with
            {
                Tokens = 1,
            },
            Valid with
            {
                Tokens = null,
                Rubles = 1_000_000_000,
            },
            Valid with
            {
                Thresholds = [1, 1_000],
            },
            Valid with
            {
                Thresholds = [],
            },
            Rolling with
            {
                Window = TimeSpan.FromMinutes(1),
            },
            Rolling with
            {
                Window = TimeSpan.FromDays(366),
            },
        ];

        budgets.Should().OnlyContain(static budget => !budget.Problems().Any());
        budgets[0].Invoking(static budget => budget.Validate()).Should().NotThrow();
    }

    private static IEnumerable<TestCaseData> Wrong() =>
        NotAllowed.Select(
            static (it, i) => new TestCaseData(it.Budget, it.Problem).SetArgDisplayNames($"{i}: {it.Problem}")
        );

    [TestCaseSource(nameof(Wrong))]
    public void What_is_not_allowed_has_one_error_that_says_so(UsageBudget budget, string problem)
    {
        budget.Problems().Should().ContainSingle().Which.Should().Contain(problem);
        budget.Invoking(static it => it.Validate()).Should().Throw<OptionsValidationException>();
    }

    [TestCase(BudgetScope.User)]
    [TestCase(BudgetScope.AccessToken)]
    [TestCase(BudgetScope.AccessTokenType)]
    [TestCase(BudgetScope.Platform)]
    [TestCase(BudgetScope.Model)]
    public async Task The_history_of_one_counter_is_asked_for_by_its_key_alone(BudgetScope scope)
    {
        var reader = new ListUsageReader();
        var usage = new GigaChatTokenUsage(reader);
        var budget = Valid with { Scope = scope };
        var counter = new BudgetPeriodClock(budget, usage.TimeZone).CounterOf("k", BudgetedClient.Start);

        await BudgetHistory.UsedAsync(usage, budget, [counter], BudgetedClient.Start, default);

        var filter = reader.Asked.Should().ContainSingle().Which;
        (scope, filter with { From = null, To = null })
            .Should()
            .Be(
                (
                    scope,
                    scope switch
                    {
                        BudgetScope.User => new UsageFilter { UserId = "k" },
                        BudgetScope.AccessToken => new UsageFilter { AccessToken = "k" },
                        BudgetScope.AccessTokenType => new UsageFilter { AccessTokenType = "k" },
                        BudgetScope.Platform => new UsageFilter { Platform = "k" },
                        _ => new UsageFilter { Model = "k" },
                    }
                )
            );
    }
}
