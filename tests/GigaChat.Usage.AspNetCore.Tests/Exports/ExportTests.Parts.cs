using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <content>Budgets, packages and the forecast.</content>
internal sealed partial class ExportTests
{
    [Test]
    public async Task Budgets_are_exported_all_as_numbers_with_their_unit()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store, configure: static services => services
                .AddGigaChatUsageTracking()
                .AddBudgets([
                    new UsageBudget { Name = "month", Rubles = 1_000.5m },
                    new UsageBudget
                    {
                        Name = "hours",
                        Tokens = 1_000_000,
                        Period = BudgetPeriod.Rolling,
                        Window = TimeSpan.FromHours(36),
                    },
                    .. Enumerable
                        .Range(0, 21)
                        .Select(static i => new UsageBudget
                        {
                            Name = $"user {i:00}",
                            Tokens = 100_000_000 + i,
                            Scope = BudgetScope.User,
                            Key = $"u-{i}",
                        }),
                ]));
        var statuses = (await host.Services.GetRequiredService<GigaChatBudgets>().GetStatusAsync()).ToDictionary(
            static status => status.Budget.Name
        );
        var rows = JsonSerializer.Deserialize<JsonElement[]>(await host.TextAsync("export/budgets.json?lang=ru"))!;

        rows.Should().HaveCount(23).And.HaveSameCount(statuses);
        foreach (var row in rows)
        {
            var status = statuses[row.GetProperty("budget").GetString()!];
            row.GetProperty("whose").GetString().Should().Be(status.Key);
            row.GetProperty("unit").GetString().Should().Be(status.Budget.IsInRubles ? "rubles" : "tokens");
            row.GetProperty("limit").GetDecimal().Should().Be(status.Limit);
            row.GetProperty("used").GetDecimal().Should().Be(status.Used).And.BePositive();
            row.GetProperty("reserved").GetDecimal().Should().Be(0);
        }

        var hours = rows.Single(static row => row.GetProperty("budget").ValueEquals("hours"));
        (hours.GetProperty("period").GetString(), hours.GetProperty("windowSeconds").GetInt64())
            .Should()
            .Be(("Rolling", 36 * 3_600L));
        rows.Select(static row => row.GetProperty("share").GetDouble()).Should().BeInDescendingOrder();

        var csv = Csv.Parse(await host.TextAsync("export/budgets.csv?lang=en"), ',');
        var limit = Array.IndexOf(csv[0], PageText.English.LimitColumn);
        csv.Single(static row => row[0] == "month")[limit].Should().Be("1000.50");
        csv.Single(static row => row[0] == "hours")[limit].Should().Be("1000000");

        var html = System.Net.WebUtility.HtmlDecode(await host.TextAsync("?lang=en"));
        html.Should()
            .Contain(PageText.English.MoreBudgets(3))
            .And.Contain(">everyone<")
            .And.Contain(Formats.English.Rubles(1_000.5m))
            .And.Contain(PageText.English.Tokens(1_000_000));
    }

    [Test]
    public async Task A_package_is_exported_with_its_price_and_the_days_it_runs_out()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store, configure: static services => services
                .AddGigaChatUsageTracking()
                .AddTokenPackages(
                    new TokenPackage
                    {
                        Family = "GigaChat-2-Pro",
                        Tokens = 11_000_000,
                        Rubles = 5_500,
                        BoughtAt = TestUsage.Now.AddDays(-100),
                    }
                ));
        var family = (await host.Services.GetRequiredService<GigaChatTokenPackages>().GetStatusAsync()).Single();
        var row = JsonSerializer
            .Deserialize<JsonElement[]>(await host.TextAsync("export/packages.json?lang=ru"))!
            .Single();

        row.GetProperty("effectiveRublesPerMillion")
            .GetDecimal()
            .Should()
            .Be(family.Packages.Single().EffectiveRublesPerMillionTokens);
        Day("runsOut").Should().Be(family.RunsOutOn).And.NotBeNull();
        Day("runsOutEarliest").Should().Be(family.RunsOutEarliest);
        Day("runsOutLatest").Should().Be(family.RunsOutLatest).And.NotBe(family.RunsOutEarliest);

        DateOnly? Day(string name) =>
            row.GetProperty(name).GetString() is { } day
                ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)
                : null;
    }

    [Test]
    public async Task The_forecast_is_exported_as_numbers()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var outlook = await host.Usage.GetMonthOutlookAsync();
        var rows = JsonSerializer.Deserialize<JsonElement[]>(await host.TextAsync("export/forecast.json?lang=ru"))!;

        rows.Select(static row => row.GetProperty("measure").GetString()).Should().Equal("tokens", "rubles");
        foreach (
            var (row, soFar, range) in ((JsonElement, decimal, ForecastRange)[])
                [(rows[0], outlook.UsedTokens, outlook.Tokens), (rows[1], outlook.UsedCost.Rubles, outlook.Rubles)]
        )
        {
            row.GetProperty("soFar").GetDecimal().Should().Be(soFar);
            row.GetProperty("low").GetDecimal().Should().Be(range.Low80);
            row.GetProperty("expected").GetDecimal().Should().Be(range.Expected);
            row.GetProperty("high").GetDecimal().Should().Be(range.High80);
        }
    }
}
