namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>What the diagnosis says of budgets that do not hold at present.</summary>
internal sealed class BudgetCheckTests
{
    private static readonly UsageBudget Thousand = new() { Name = "thousand", Tokens = 1_000 };

    [TestCase(BudgetFailureMode.Open, UsageFindingCode.BudgetsOpen)]
    [TestCase(BudgetFailureMode.Closed, UsageFindingCode.BudgetsClosed)]
    public async Task A_store_that_cannot_be_asked_is_told_for_five_minutes(BudgetFailureMode mode, string code)
    {
        using var client = new BudgetedClient(
            [Thousand],
            new GigaChatBudgetOptions { WhenUnknown = mode },
            new BrokenBudgetStore()
        );
        var check = new BudgetCheck(client.Budgets);
        check.Examine(client.Clock.GetUtcNow()).Should().BeEmpty();

        for (var i = 0; i < 2; i++)
        {
            var call = client.SendAsync(100);
            await ((Task)call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var last = client.Clock.GetUtcNow();
        foreach (var ago in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromMinutes(5)])
        {
            var finding = check.Examine(last + ago).Should().ContainSingle().Which;
            finding.Code.Should().Be(code);
            finding.Severity.Should().Be(UsageFindingSeverity.Error);
            finding.Seen.Should().Contain("queried: 2, the last");
            finding.Figures.Should().Contain("calls", 2L).And.Contain("since", ago);
        }

        check.Examine(last + TimeSpan.FromMinutes(5) + TimeSpan.FromTicks(1)).Should().BeEmpty();
    }

    [Test]
    public async Task Calls_whose_model_is_not_known_are_told_for_a_day()
    {
        using var client = new BudgetedClient([Thousand with { Scope = BudgetScope.Model }]);
        var check = new BudgetCheck(client.Budgets);
        var call = new BudgetCall(null, null, null, null, Model: null, 10, 90) { IsBodyUnseen = true };

        await client.Budgets.ReserveAsync(Guid.CreateVersion7(), call, default);

        var last = client.Clock.GetUtcNow();
        foreach (var ago in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromDays(1)])
        {
            var finding = check.Examine(last + ago).Should().ContainSingle().Which;
            finding.Code.Should().Be(UsageFindingCode.BudgetsBlind);
            finding.Severity.Should().Be(UsageFindingSeverity.Warning);
            finding.Figures.Should().Contain("calls", 1L).And.Contain("since", ago);
        }

        check.Examine(last + TimeSpan.FromDays(1) + TimeSpan.FromTicks(1)).Should().BeEmpty();
    }
}
