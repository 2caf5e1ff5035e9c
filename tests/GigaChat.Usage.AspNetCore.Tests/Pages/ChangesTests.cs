using System.Text.Json;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Why a period cost more or less than the one before.</summary>
[TestFixture]
internal sealed class ChangesTests
{
    private const string Period = "from=2026-05-08&to=2026-05-14";

    [Test]
    public async Task Changes_by_every_dimension_add_up_to_the_difference_of_the_two_periods(
        [Values("user", "model", "operation", "topic", "platform", "token-type", "outcome", "tag:tenant")] string group
    )
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var (now, before) = (await CostAsync(host, 8), await CostAsync(host, 1));
        var rows = JsonSerializer.Deserialize<JsonElement[]>(
            await host.TextAsync($"export/changes.json?group={group}&{Period}")
        )!;
        rows.Sum(static row => row.GetProperty("rublesChange").GetDecimal()).Should().Be(now.Rubles - before.Rubles);
        rows.Sum(static row => row.GetProperty("tokens").GetInt64()).Should().Be(now.Tokens);
        rows.Sum(static row => row.GetProperty("tokensBefore").GetInt64()).Should().Be(before.Tokens);
        rows.Select(static row => Math.Abs(row.GetProperty("rublesChange").GetDecimal()))
            .Should()
            .BeInDescendingOrder();
    }

    [Test]
    public async Task Page_names_the_user_and_the_model_that_made_the_difference()
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync(
            [
                .. Enumerable.Range(0, 14).Select(static day => Record(day, "u-1", "GigaChat-2", 1_000_000)),
                .. Enumerable.Range(0, 7).Select(static day => Record(day, "u-2", "GigaChat-2-Max", 5_000_000)),
                Record(9, "u-3", "GigaChat-2-Pro", 1_000),
            ],
            CancellationToken.None
        );
        await using var host = await DashboardHost.StartAsync(store);
        var html = System.Net.WebUtility.HtmlDecode(await host.TextAsync("changes?period=7d&lang=en"));
        var causes = html[html.IndexOf("class=\"causes\"", StringComparison.Ordinal)..];
        causes = causes[..causes.IndexOf("</ul>", StringComparison.Ordinal)];
        causes
            .Should()
            .Contain(">u-2</a>")
            .And.Contain(">GigaChat-2-Max</a>")
            .And.NotContain("u-1")
            .And.NotContain("u-3");
        html.Should()
            .Contain(
                "11 May – 17 May 2026"
                    .Replace("11 May", "11\u00A0May", StringComparison.Ordinal)
                    .Replace("17 May 2026", "17\u00A0May\u00A02026", StringComparison.Ordinal)
            );
    }

    [Test]
    public async Task Page_and_exports_are_the_changes_of_the_library()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var changes = await host.Usage.GetChangesAsync(
            new UsageFilter { From = ListTests.Moscow(2026, 5, 8), To = ListTests.Moscow(2026, 5, 15) },
            new UsageFilter { From = ListTests.Moscow(2026, 5, 1), To = ListTests.Moscow(2026, 5, 8) },
            UsageDimensions.Platform,
            ["tenant", "feature"]
        );
        foreach (
            var (group, expected) in new[]
            {
                ("platform", changes.By(UsageDimensions.Platform)),
                ("tag:tenant", changes.ByTag("tenant")),
            }
        )
        {
            var rows = JsonSerializer.Deserialize<JsonElement[]>(
                await host.TextAsync($"export/changes.json?group={group}&{Period}")
            )!;
            rows.Select(static row => row.GetProperty("rublesChange").GetDecimal())
                .Should()
                .Equal(expected.Select(static change => change.Difference));
        }

        var html = System.Net.WebUtility.HtmlDecode(await host.TextAsync($"changes?{Period}&lang=en"));
        html.Should().Contain("id=\"change-tag:tenant\"").And.Contain("id=\"change-tag:feature\"");
        html.Should().Contain(Formats.English.SignedRubles(changes.ByTag("tenant")[0].Difference));
    }

    [Test]
    public void Day_outside_its_forecast_is_found_and_the_others_are_not()
    {
        var last = new DateOnly(2026, 5, 16);
        var tokens = Enumerable
            .Range(0, 120)
            .ToDictionary(back => last.AddDays(-back), back => 100_000L + (back * 7919 % 5_000));
        UnusualDay.Of(tokens, last.AddDays(-20), last).Should().BeEmpty();
        tokens[last.AddDays(-3)] = 900_000;
        UnusualDay
            .Of(tokens, last.AddDays(-3), last.AddDays(-3))
            .Should()
            .ContainSingle()
            .Which.Should()
            .Match<UnusualDay>(day => day.Day == last.AddDays(-3) && day.Tokens == 900_000 && day.High < 900_000);
    }

    [Test]
    public async Task Period_card_shows_the_change_on_the_period_before_up_to_the_same_time_of_the_day()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var html = System.Net.WebUtility.HtmlDecode(await host.TextAsync("?period=month&lang=en"));
        var now = await host.Usage.GetCostAsync(new UsageFilter { From = ListTests.Moscow(2026, 5, 1) });
        var before = await host.Usage.GetCostAsync(
            new UsageFilter
            {
                From = ListTests.Moscow(2026, 4, 1),
                To = ListTests.Moscow(2026, 4, 17) + (TestUsage.Now - ListTests.Moscow(2026, 5, 17)),
            }
        );
        html.Should()
            .Contain(Formats.English.Change((double)((now.Rubles - before.Rubles) / before.Rubles)))
            .And.Contain($": {Formats.English.Rubles(before.Rubles)}")
            .And.Contain($"{Formats.English.Rubles(decimal.Round(now.Rubles / 17, 2))} a day");
    }

    [TestCase("2026-05-01", "2026-05-31", "2026-04-01", "2026-04-30")]
    [TestCase("2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28")]
    [TestCase("2026-05-11", "2026-05-17", "2026-05-04", "2026-05-10")]
    [TestCase("2026-05-17", "2026-05-17", "2026-05-16", "2026-05-16")]
    public void Period_before_has_as_many_days_or_is_the_month_before(
        string from,
        string to,
        string before,
        string end
    ) => PeriodChoice.OfDays(Day(from), Day(to)).DaysBefore(Day(from), Day(to)).Should().Be((Day(before), Day(end)));

    private static Task<UsageCost> CostAsync(DashboardHost host, int day) =>
        host.Usage.GetCostAsync(
            new UsageFilter { From = ListTests.Moscow(2026, 5, day), To = ListTests.Moscow(2026, 5, day + 7) }
        );

    private static UsageRecord Record(int daysBack, string user, string model, long tokens) =>
        new()
        {
            CreatedAt = TestUsage.Now.AddDays(-daysBack).AddHours(-1),
            Operation = UsageOperation.TextGeneration,
            UserId = user,
            Model = model,
            TotalTokens = tokens,
            Source = UsageSource.Reported,
        };

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}
