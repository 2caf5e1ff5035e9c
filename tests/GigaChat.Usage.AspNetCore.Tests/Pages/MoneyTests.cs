using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Packages, budgets and the balance stand on the overview where the application has them.</summary>
[TestFixture]
internal sealed class MoneyTests
{
    [Test]
    public async Task Packages_say_what_is_left_and_budgets_how_far_they_are_used()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store, configure: TestMoney.Add);
        var package = (await host.Services.GetRequiredService<GigaChatTokenPackages>().GetStatusAsync())
            .Single()
            .Packages.Single();
        var budget = (await host.Services.GetRequiredService<GigaChatBudgets>().GetStatusAsync()).Single();
        (package.UsedTokens, budget.Used)
            .Should()
            .Match<(long Used, decimal Rubles)>(static spent => spent.Used > 0 && spent.Rubles > 0);

        var html = await host.TextAsync("?lang=en");
        var text = System.Net.WebUtility.HtmlDecode(html);
        text.Should()
            .Contain(PageText.English.PackagesTitle)
            .And.Contain(Formats.English.Count(package.RemainingTokens))
            .And.Contain(Formats.English.Count(package.WillExpireUnusedTokens));
        text.Should()
            .Contain(PageText.English.BudgetsTitle)
            .And.Contain(Formats.English.Rubles(budget.Used))
            .And.Contain(Formats.English.Rubles(budget.Limit));
        html.Should().NotContain("<b>month");
        (await host.TextAsync("export/packages.csv?lang=en"))
            .Should()
            .Contain("GigaChat-Pro", "that is the family of GigaChat-2-Pro");
        (await host.TextAsync("export/budgets.json")).Should().Contain("\"limit\"");
    }

    [Test]
    public async Task The_balance_stands_beside_the_records_of_its_time()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store, configure: static services =>
            services.AddGigaChatUsageTracking().AddBalanceReconciliation()
        );
        var balance = host.Services.GetRequiredService<GigaChatBalance>();
        var alerts = 0;
        balance.Uncovered += (_, _) => alerts++;
        TestMoney.AddBalance(balance);

        var family = (await balance.ReconcileAsync(requiredCoverage: 0)).Families.Single();
        family.RecordedTokens.Should().BePositive();
        var text = System.Net.WebUtility.HtmlDecode(await host.TextAsync("?lang=ru"));
        text.Should()
            .Contain(PageText.Russian.BalanceTitle)
            .And.Contain(Formats.Russian.Count(400_000_000))
            .And.Contain(Formats.Russian.Count(family.RecordedTokens))
            .And.Contain(Formats.Russian.Count((long)family.UnexplainedTokens));
        alerts.Should().Be(0, "a look at the page is no check");
    }

    [Test]
    public async Task Without_them_nothing_is_said()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var html = await host.TextAsync("?lang=en");
        html.Should().NotContain("id=\"packages\"").And.NotContain("id=\"budgets\"").And.NotContain("id=\"balance\"");
        (await host.StatusAsync("export/budgets.csv")).Should().Be(200);
    }
}
