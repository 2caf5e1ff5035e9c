using GigaChat.Usage.Budgets;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Alerts.Tests;

[TestFixture]
internal sealed class BudgetRuleTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Test]
    public async Task A_threshold_alerts_once_names_the_budget_and_resolves_when_the_budget_is_renewed()
    {
        await using var host = Host<BudgetThresholdAlertRule>(
            new UsageBudget
            {
                Name = "day",
                Scope = BudgetScope.User,
                Tokens = 1_000,
                Period = BudgetPeriod.Day,
            }
        );
        await host.CountAsync(host.Call(700));
        (await host.AfterAsync(Minute)).Should().BeEmpty();
        await host.CountAsync(host.Call(150));
        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert.English.Title.Should().Be("Budget “day” of u-1: 85% is used");
        alert.Russian.Title.Should().Be("Бюджет «day»: u-1: израсходовано 85\u00A0%");
        alert.English.Body.Should().Contain("Used 850\u00A0tokens of 1,000\u00A0tokens; the threshold is 80%.");
        alert.Severity.Should().Be(UsageAlertSeverity.Warning);
        alert.Records!.UserId.Should().Be("u-1");
        alert.Records.From.Should().Be(AlertHost.Noon.AddHours(-12));
        (await host.AfterAsync(Minute)).Should().BeEmpty();

        await host.CountAsync(host.Call(200));
        var full = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        full.Severity.Should().Be(UsageAlertSeverity.Critical);
        full.Figures["threshold_percent"].Should().Be("100");
        for (var hour = 0; hour < 11; hour++)
            await host.AfterAsync(TimeSpan.FromHours(1));
        host.Sink.Kinds.Should().Equal("Opened", "Opened");
        await host.AfterAsync(TimeSpan.FromHours(2));
        host.Sink.Kinds.Should().Equal("Opened", "Opened", "Resolved", "Resolved");
    }

    [Test]
    public async Task A_budget_that_was_used_up_at_once_sends_one_alert_and_not_one_for_each_threshold()
    {
        await using var host = Host<BudgetThresholdAlertRule>(new UsageBudget { Name = "all", Tokens = 1_000 });
        await host.CountAsync(host.Call(2_000));
        (await host.AfterAsync(Minute)).Should().ContainSingle().Which.Figures["threshold_percent"].Should().Be("100");
    }

    [Test]
    public async Task Refused_calls_alert_and_resolve_when_there_are_no_more()
    {
        await using var host = Host<BudgetRefusalAlertRule>(new UsageBudget { Name = "all", Tokens = 1_000 });
        (await host.AfterAsync(Minute)).Should().BeEmpty();
        await host.CountAsync(host.Call(1_000));
        var budgets = host.Get<GigaChatBudgets>();
        for (var call = 0; call < 3; call++)
            (
                await budgets.ReserveAsync(
                    Guid.CreateVersion7(),
                    new BudgetCall(null, null, null, null, "GigaChat-2", 10, 10),
                    default
                )
            )
                .Verdict.Should()
                .NotBeNull();

        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert.English.Title.Should().Be("Budget “all” refuses calls");
        alert.Figures["refused_calls"].Should().Be("3");
        alert.Severity.Should().Be(UsageAlertSeverity.Critical);
        for (var minute = 0; minute < 30; minute++)
            await host.AfterAsync(Minute);
        host.Sink.Kinds.Should().Equal("Opened", "Resolved");
    }

    [Test]
    public async Task A_budget_that_will_be_used_up_early_alerts_with_the_date()
    {
        // The 18th of November at noon: 17.5 of 30 days are over.
        await using var host = Host<BudgetPaceAlertRule>(new UsageBudget { Name = "month", Tokens = 1_000_000 });
        await host.CountAsync(host.Call(500_000));
        (await host.AfterAsync(Minute)).Should().BeEmpty("half of the budget is left for less than half of the month");
        await host.CountAsync(host.Call(300_000));

        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert.English.Title.Should().StartWith("Budget “month” will be used up on 22\u00A0November\u00A02026,");
        alert.Russian.Title.Should().StartWith("Бюджет «month» закончится 22\u00A0ноября\u00A02026,");
        DateTimeOffset
            .Parse(alert.Figures["used_up_at"], System.Globalization.CultureInfo.InvariantCulture)
            .Should()
            .BeCloseTo(AlertHost.Noon.AddDays(4.4), TimeSpan.FromHours(2));
        (await host.AfterAsync(TimeSpan.FromHours(5))).Should().BeEmpty();
        await host.AfterAsync(TimeSpan.FromDays(13));
        host.Sink.Kinds.Should().Equal("Opened", "Resolved");
    }

    [Test]
    public async Task A_budget_is_spared_or_a_rule_is_off_by_one_line()
    {
        await using var host = new AlertHost(
            static alerts =>
            {
                alerts.Rules.Remove<BudgetThresholdAlertRule>().Remove<BudgetPaceAlertRule>();
                alerts.Rules.Configure<BudgetRefusalAlertRule>(static rule => rule.Budget = "other");
            },
            static builder => builder.AddBudgets(new UsageBudget { Name = "all", Tokens = 1_000 })
        );
        await host.CountAsync(host.Call(5_000));
        (await host.AfterAsync(Minute)).Should().BeEmpty();
    }

    private static AlertHost Host<TRule>(UsageBudget budget)
        where TRule : UsageAlertRule, new() =>
        new(
            static alerts =>
            {
                alerts.Rules.Clear();
                alerts.Rules.Add(new TRule());
            },
            builder => builder.AddBudgets(budget)
        );
}
