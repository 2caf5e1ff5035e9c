using GigaChat.Usage.Budgets;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Alerts.Tests;

/// <summary>The rules that compare with the past: each fires at its threshold, once, with its cause, and resolves.
/// </summary>
[TestFixture]
internal sealed class HistoryRuleTests
{
    private const int Days = 42;
    private const string Max = "GigaChat-2-Max"; // 650 rubles a million.
    private const string Pro = "GigaChat-2-Pro"; // 500
    private const string Lite = "GigaChat-2"; // 65

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Calls that take one subject, and no other, out of its band, in two equal halves.</summary>
    private static IEnumerable<TestCaseData> Bursts()
    {
        yield return Burst(
            "User|u-1|2026-11-18",
            "User u-1: 300,000\u00A0tokens, expected were about 100,000\u00A0tokens",
            "user u-1 +130.00\u00A0₽",
            static host => [host.Call(150_000) with { AccessToken = null }]
        );
        yield return Burst(
            "AccessToken|#1d7a7c1c|2026-11-18",
            "Access token #",
            "calls without a user +195.00\u00A0₽",
            static host => [host.Call(150_000, user: null) with { AccessToken = "t-1" }]
        );
        yield return Burst(
            "tenant|a-1|2026-11-18",
            "tenant a-1: 195.00\u00A0₽, expected were about 65.00\u00A0₽",
            "tenant a-1 +130.00\u00A0₽",
            static host => [host.Call(150_000, user: null) with { AccessToken = null, Tags = Tenant(1) }]
        );
        yield return Burst(
            "Model|GigaChat-2-Pro|2026-11-18",
            "Model GigaChat-2-Pro: 150.00\u00A0₽, expected were about 10.00\u00A0₽",
            "model GigaChat-2-Pro +140.00\u00A0₽",
            static host => [host.Call(150_000, user: null, Pro) with { AccessToken = null }]
        );
        yield return Burst(
            "None||2026-11-18",
            "Spend today: 1,059.50\u00A0₽, expected were about 400.00\u00A0₽",
            "model GigaChat-2 +357.50\u00A0₽",
            static host =>
                [
                    .. Enumerable
                        .Range(0, 43)
                        .Select(i =>
                            (i < 18 ? host.Call(30_000, $"new-{i}") : host.Call(110_000, $"new-{i}", Lite)) with
                            {
                                AccessToken = null,
                            }
                        ),
                ]
        );
    }

    [TestCaseSource(nameof(Bursts))]
    public async Task A_day_outside_its_band_is_named_with_its_cause(
        string key,
        string title,
        string cause,
        Func<AlertHost, UsageRecord[]> half
    )
    {
        await using var host = Host(new SpendBandAlertRule { TagKeys = { "tenant" }, ReportsDrops = false });
        await host.WriteAsync([.. Enumerable.Range(1, Days).SelectMany(day => DayOf(host, day))]);
        await host.WriteAsync(half(host));
        (await host.AfterAsync(Minute)).Should().BeEmpty();
        await host.WriteAsync(half(host));

        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        if (!key.Contains('#', StringComparison.Ordinal))
            alert.Key.Should().Be(key);
        alert.English.Title.Should().StartWith(title);
        alert.English.Body.Should().Contain(cause);
        alert.Severity.Should().Be(UsageAlertSeverity.Critical);
        alert.Records!.From.Should().Be(AlertHost.Noon.AddHours(-12));
        alert.Users.Should().HaveCountLessThan(4, "users are named who made most of the difference");
        if (key.StartsWith("tenant", StringComparison.Ordinal))
        {
            alert.Records.Tags.Should().Equal(Tenant(1));
            alert.Figures["cause_tag"].Should().Be("tenant=a-1");
        }

        (await host.AfterAsync(Minute)).Should().BeEmpty();
        await host.AfterAsync(TimeSpan.FromHours(13));
        host.Sink.Kinds.Should().Equal("Opened", "Resolved");
    }

    [Test]
    public async Task Values_of_tags_are_compared_only_for_the_keys_that_the_rule_has()
    {
        await using var host = Host(new SpendBandAlertRule { ReportsDrops = false });
        await host.WriteAsync([.. Enumerable.Range(1, Days).SelectMany(day => DayOf(host, day))]);
        await host.WriteAsync(host.Call(300_000, user: null) with { AccessToken = null, Tags = Tenant(1) });
        (await host.AfterAsync(Minute)).Should().BeEmpty();
    }

    [Test]
    public async Task A_day_below_its_band_alerts_when_it_is_over_and_resolves_after_a_usual_day()
    {
        await using var host = Host(new SpendBandAlertRule());
        await host.WriteAsync([.. Enumerable.Range(2, Days).SelectMany(day => DayOf(host, day))]);
        await host.WriteAsync(DayOf(host, 0));

        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert
            .English.Title.Should()
            .Be("Spend of 17\u00A0November\u00A02026: 0.00\u00A0₽, expected were about 400.00\u00A0₽");
        alert.English.Body.Should().Contain("model GigaChat-2-Max −390.00\u00A0₽");
        (await host.AfterAsync(TimeSpan.FromHours(1))).Should().BeEmpty();
        await host.AfterAsync(TimeSpan.FromHours(12));
        host.Sink.Kinds.Should().Equal("Opened", "Resolved");
    }

    [Test]
    public async Task An_hour_that_costs_far_more_than_any_such_hour_alerts_with_the_user()
    {
        await using var host = Host(new SpendSpikeAlertRule());
        await WriteHoursAsync(host, Max);
        host.Time.Advance(TimeSpan.FromMinutes(10));

        // 13 rubles an hour and 312 a day are usual: 40 % of a day are 124.80.
        await host.WriteAsync(host.Call(190_000, "u-9"));
        (await host.AfterAsync(Minute)).Should().BeEmpty("123.50 are below the limit");
        await host.WriteAsync(host.Call(3_000, "u-9"));
        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert.English.Title.Should().Be("125.45\u00A0₽ in this hour, 13.00\u00A0₽ at most is usual");
        alert.English.Body.Should().Contain("user u-9 +125.45\u00A0₽");
        alert.Records!.From.Should().Be(AlertHost.Noon);
        for (var half = 0; half < 6; half++)
            await host.AfterAsync(TimeSpan.FromMinutes(30));
        host.Sink.Kinds.Should().Equal("Opened", "Resolved");
    }

    [Test]
    public async Task A_dearer_token_alerts_with_the_model_and_resolves_at_the_usual_price()
    {
        await using var host = Host(new TokenPriceAlertRule());
        await WriteHoursAsync(host, Lite);
        await host.WriteAsync(host.Call(model: Max));
        (await host.AfterAsync(Minute)).Should().BeEmpty("79.27 rubles a million are below 1.4 times 65");
        await host.WriteAsync(host.Call(model: Max));

        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert.English.Title.Should().Be("A million tokens costs 92.86\u00A0₽, 65.00\u00A0₽ at most is usual");
        alert.English.Body.Should().Contain("model GigaChat-2-Max +1.30\u00A0₽");
        (await host.AfterAsync(Minute)).Should().BeEmpty();
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.WriteAsync([.. Enumerable.Range(0, 40).Select(_ => host.Call(model: Lite))]);
        for (var half = 0; half < 5; half++)
            await host.AfterAsync(TimeSpan.FromMinutes(30));
        host.Sink.Kinds.Should().Equal("Opened", "Resolved");
    }

    [Test]
    public async Task Silence_where_calls_are_usual_alerts_to_the_minute_and_resolves_with_the_next_call()
    {
        await using var host = Host(new SilenceAlertRule());
        await WriteHoursAsync(host, Lite);

        // 20 calls an hour are usual: 30 are missing after an hour and a half.
        (await host.AfterAsync(TimeSpan.FromMinutes(89))).Should().BeEmpty();
        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert.English.Title.Should().Be("No call since 18\u00A0November\u00A02026, 12:00");
        alert.Severity.Should().Be(UsageAlertSeverity.Critical);
        alert.Figures["expected_calls"].Should().Be("30");
        (await host.AfterAsync(Minute)).Should().BeEmpty();
        await host.WriteAsync(host.Call());
        for (var minute = 0; minute < 6; minute++)
            await host.AfterAsync(Minute);
        host.Sink.Kinds.Should().Equal("Opened", "Resolved");
    }

    [Test]
    public async Task The_date_at_which_a_budget_will_be_used_up_is_that_of_the_forecast_once_there_is_history()
    {
        await using var host = Host(new BudgetPaceAlertRule(), static builder =>
            builder.AddBudgets(new UsageBudget { Name = "month", Tokens = 1_000_000 })
        );
        await host.WriteAsync([
            .. Enumerable.Range(1, 60).Select(day => host.Call(20_000) with { CreatedAt = host.Now.AddDays(-day) }),
        ]);

        // 340,000 tokens of the month are in the store, and 12.5 days of 20,000 are left: at 850,000 the limit is exceeded
        // by the tenth that is required.
        await host.CountAsync(host.Call(500_000));
        (await host.AfterAsync(Minute)).Should().BeEmpty();
        await host.CountAsync(host.Call(60_000));
        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert.English.Title.Should().StartWith("Budget “month” will be used up on 23\u00A0November\u00A02026, 12:0");
        (await host.AfterAsync(Minute)).Should().BeEmpty();
        await host.AfterAsync(TimeSpan.FromDays(13));
        host.Sink.Kinds.Should().Equal("Opened", "Resolved");
    }

    private static TestCaseData Burst(string key, string title, string cause, Func<AlertHost, UsageRecord[]> half) =>
        new TestCaseData(key, title, cause, half).SetArgDisplayNames(key.Split('|')[0]);

    /// <summary>A day of six users with a token and a tenant each: 400 rubles.</summary>
    private static UsageRecord[] DayOf(AlertHost host, int daysAgo) =>
        [
            .. Enumerable
                .Range(0, 6)
                .Select(i =>
                    host.Call(100_000, $"u-{i}") with
                    {
                        CreatedAt = host.Now.AddDays(-daysAgo),
                        AccessToken = $"t-{i}",
                        Tags = Tenant(i),
                    }
                ),
            host.Call(20_000, user: null, Pro) with
            {
                CreatedAt = host.Now.AddDays(-daysAgo),
                AccessToken = null,
            },
        ];

    /// <summary>Twenty calls in each hour of 20 days.</summary>
    private static async Task WriteHoursAsync(AlertHost host, string model)
    {
        for (var hour = 20 * 24; hour > 0; hour--)
            await host.WriteAsync([
                .. Enumerable
                    .Range(0, 20)
                    .Select(i =>
                        host.Call(model: model) with
                        {
                            CreatedAt = host.Now.AddHours(-hour).AddMinutes(3 * i),
                        }
                    ),
            ]);
    }

    private static UsageTags Tenant(int number) => UsageTags.Of("tenant", $"a-{number}");

    private static AlertHost Host(UsageAlertRule rule, Action<IGigaChatUsageBuilder>? tracking = null) =>
        new(
            alerts =>
            {
                alerts.Rules.Clear();
                alerts.Rules.Add(rule);
            },
            tracking
        );
}
