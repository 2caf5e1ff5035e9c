using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Alerts.Tests;

/// <summary>The rules about usage, packages, the balance, records and the contract of the API.</summary>
[TestFixture]
internal sealed partial class UsageRuleTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Test]
    public async Task A_user_over_the_limit_of_a_day_is_named_and_others_are_not()
    {
        await using var host = Host(new SpendLimitAlertRule { Rubles = 10m });
        await host.WriteAsync(host.Call(10_000, "u-1"), host.Call(15_000, "u-2")); // 650 rubles a million.
        (await host.AfterAsync(Minute)).Should().BeEmpty();
        await host.WriteAsync(host.Call(1_000, "u-2"));

        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert.English.Title.Should().Be("User u-2: 10.40\u00A0₽ today");
        alert.English.Body.Should().Contain("model GigaChat-2-Max +10.40\u00A0₽").And.NotContain("u-1");
        alert.Users.Should().Equal("u-2");
        alert.Records!.UserId.Should().Be("u-2");
        (await host.AfterAsync(Minute)).Should().BeEmpty();

        // The next day begins: twelve hours later.
        for (var hour = 0; hour < 13; hour++)
            await host.AfterAsync(TimeSpan.FromHours(1));
        host.Sink.Kinds.Should().Equal("Opened", "Resolved");
    }

    [Test]
    public async Task A_rolling_window_forgets_what_is_older()
    {
        await using var host = Host(new SpendLimitAlertRule { Tokens = 1_000, Window = TimeSpan.FromHours(3) });
        await host.WriteAsync(host.Call(900));
        (await host.AfterAsync(TimeSpan.FromHours(2))).Should().BeEmpty();
        await host.WriteAsync(host.Call(900));
        (await host.EvaluateAsync()).Should().ContainSingle();
        for (var hour = 0; hour < 4; hour++)
            await host.AfterAsync(TimeSpan.FromHours(1));
        host.Sink.Kinds.Should().Equal("Opened", "Resolved");
    }

    [Test]
    public async Task A_value_of_a_tag_over_the_limit_is_named()
    {
        await using var host = Host(new SpendLimitAlertRule { TagKey = "tenant", Tokens = 1_000 });
        await host.WriteAsync(
            host.Call(900) with
            {
                Tags = UsageTags.Of("tenant", "a"),
            },
            host.Call(1_200) with
            {
                Tags = UsageTags.Of("tenant", "b"),
            },
            host.Call(9_000)
        );
        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert.English.Title.Should().Be("tenant b: 1,200\u00A0tokens today");
        alert.Records!.Tags.Should().Equal(UsageTags.Of("tenant", "b"));
    }

    [Test]
    public async Task A_token_is_named_by_a_fingerprint_alone()
    {
        await using var host = Host(
            new SpendLimitAlertRule { Dimension = UsageDimensions.AccessToken, Tokens = 1_000 }
        );
        await host.WriteAsync(host.Call(2_000));
        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert.English.Title.Should().StartWith("Access token #");
        var written = NotificationJson.Write(host.Sink.Received[0]) + alert;
        written.Should().NotContain("fingerprint-of-a-token").And.NotContain("secret topic").And.NotContain("Name of");
    }

    [Test]
    public async Task Names_and_topics_are_there_only_where_the_rule_asks_and_ids_can_be_hidden()
    {
        await using var open = Host(
            new SpendLimitAlertRule
            {
                Tokens = 1_000,
                IncludeUserNames = true,
                IncludeTopics = true,
            }
        );
        await open.WriteAsync(open.Call(2_000));
        var alert = (await open.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert.English.Title.Should().StartWith("User Name of u-1 (u-1)");
        alert.English.Tables[0].Rows.Should().Contain(static row => row[1] == "a secret topic");

        await using var hidden = Host(new SpendLimitAlertRule { Tokens = 1_000 }, static alerts =>
            alerts.Configure(static options => options.IncludeUserIds = false)
        );
        await hidden.WriteAsync(hidden.Call(2_000));
        await hidden.AfterAsync(Minute);
        NotificationJson
            .Write(
                hidden.Sink.Received[0] with
                {
                    Alerts = [hidden.Sink.Received[0].Alerts[0] with { Records = null }],
                }
            )
            .Should()
            .NotContain("u-1");
    }

    [Test]
    public async Task A_model_without_a_price_alerts_until_it_has_one_or_is_not_used_for_a_day()
    {
        await using var host = Host(new PriceMissingAlertRule());
        await host.WriteAsync(host.Call(5_000, model: "Nova-1"), host.Call());
        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert.English.Title.Should().Be("Model Nova-1 has no price");
        alert.English.Body.Should().Contain("5,000\u00A0tokens");
        for (var hour = 0; hour < 26; hour++)
            await host.AfterAsync(TimeSpan.FromHours(1));
        host.Sink.Kinds.Should().Equal("Opened", "Resolved");
    }

    [Test]
    public async Task A_package_that_runs_out_and_one_that_expires_full_alert_with_their_dates()
    {
        var start = AlertHost.Noon.AddDays(-40);
        await using var host = new AlertHost(
            static alerts =>
            {
                alerts.Rules.Clear();
                alerts.Rules.Add(new PackageAlertRule());
            },
            builder =>
                builder.AddTokenPackages(
                    new TokenPackage
                    {
                        Family = "GigaChat-2-Max",
                        Tokens = 480_000,
                        Rubles = 312m,
                        BoughtAt = start,
                        ExpiresAt = start.AddYears(1),
                    },
                    new TokenPackage
                    {
                        Family = "GigaChat-2-Pro",
                        Tokens = 1_000_000,
                        Rubles = 500m,
                        BoughtAt = start,
                        ExpiresAt = AlertHost.Noon.AddDays(20),
                    }
                )
        );
        for (var day = 1; day <= 40; day++)
            await host.WriteAsync(
                host.Call(10_000) with
                {
                    CreatedAt = AlertHost.Noon.AddDays(-day),
                },
                host.Call(100, model: "GigaChat-2-Pro") with
                {
                    CreatedAt = AlertHost.Noon.AddDays(-day),
                }
            );

        var alerts = await host.AfterAsync(Minute);
        alerts.Should().HaveCount(2);
        alerts[0].English.Title.Should().MatchRegex("Packages of GigaChat-Max run out on 2[4-7].November.2026");
        alerts[1].English.Title.Should().StartWith("A package of GigaChat-Pro will expire with 99");
        alerts[1].Russian.Title.Should().StartWith("В пакете GigaChat-Pro сгорит 99");
        (await host.AfterAsync(TimeSpan.FromHours(1))).Should().BeEmpty();

        // Without usage nothing runs out, and what has expired can no longer be used.
        await host.AfterAsync(TimeSpan.FromDays(21));
        host.Sink.Kinds.Should().Equal("Opened", "Opened", "Resolved", "Resolved");
    }

    [Test]
    public async Task Balance_that_falls_without_records_alerts_and_resolves_when_it_no_longer_does()
    {
        await using var host = new AlertHost(
            static alerts =>
            {
                alerts.Rules.Clear();
                alerts.Rules.Add(new BalanceCoverageAlertRule { Window = TimeSpan.FromHours(6) });
            },
            static builder => builder.AddBalanceReconciliation()
        );
        var balance = host.Get<GigaChatBalance>();
        Snapshot(1_000_000);
        host.Time.Advance(Minute);
        await host.WriteAsync(host.Call(50_000));
        host.Time.Advance(Minute);
        Snapshot(950_000);
        (await host.AfterAsync(Minute)).Should().BeEmpty();
        Snapshot(800_000);
        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert.English.Title.Should().StartWith("Records explain 25% of the tokens deducted for GigaChat");
        alert.English.Body.Should().Contain("150,000\u00A0tokens did not pass through the handler");
        for (var hour = 0; hour < 8; hour++)
        {
            Snapshot(800_000);
            await host.AfterAsync(TimeSpan.FromHours(1));
        }

        host.Sink.Kinds.Should().Equal("Opened", "Resolved");

        void Snapshot(decimal tokens) =>
            balance.Add(
                new BalanceSnapshot(
                    host.Now,
                    new Dictionary<string, decimal> { ["GigaChat-Max"] = tokens },
                    IsPayAsYouGo: false
                )
            );
    }

    [Test]
    public async Task Lost_records_and_a_store_that_accepts_none_alert_and_resolve()
    {
        var store = new BrokenStore();
        await using var host = new AlertHost(
            static alerts =>
            {
                alerts.Rules.Clear();
                alerts.Rules.Add(new RecorderAlertRule());
            },
            builder =>
            {
                builder.UseStore(_ => store);
                builder.Services.Configure<GigaChatUsageOptions>(static options => options.QueueCapacity = 10);
            }
        );
        var recorder = host.Get<IUsageRecorder>();
        try
        {
            (await host.AfterAsync(Minute)).Should().BeEmpty();
            for (var call = 0; call < 2_000; call++)
                recorder.TryRecord(host.Call());
            var lost = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
            lost.Key.Should().Be("lost");
            lost.Severity.Should().Be(UsageAlertSeverity.Critical);
            lost.Figures["lost_records"]
                .Should()
                .Be(recorder.Counters.Dropped.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var waiting = new List<UsageAlert>();
            for (var minute = 0; minute < 30; minute++)
                waiting.AddRange(await host.AfterAsync(Minute));
            waiting.Should().ContainSingle().Which.Key.Should().Be("waiting");

            host.Sink.Received.Should()
                .ContainSingle(static one => one.Kind == UsageAlertNotificationKind.Resolved)
                .Which.Alerts[0]
                .English.Title.Should()
                .EndWith("of usage lost");
        }
        finally
        {
            // The stop writes what waits, and by a clock that stands still it would wait for a store that is down.
            store.IsDown = false;
            var writing = recorder.FlushAsync();
            while (!writing.IsCompleted)
            {
                host.Time.Advance(Minute);
                await Task.Yield();
            }
        }
    }

    private static AlertHost Host(UsageAlertRule rule, Action<UsageAlertsBuilder>? configure = null) =>
        new(alerts =>
        {
            alerts.Rules.Clear();
            alerts.Rules.Add(rule);
            configure?.Invoke(alerts);
        });

    private sealed class BrokenStore : IUsageStore, IUsageReader
    {
        public bool IsDown { get; set; } = true;

        public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken) =>
            IsDown ? Task.FromException(new IOException("down")) : Task.CompletedTask;

        public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
            UsageFilter filter,
            UsageGrouping groupBy,
            CancellationToken cancellationToken = default
        ) => Task.FromException<IReadOnlyList<UsageGroup>>(new IOException("down"));

        public Task<UsagePageResult> ListAsync(
            UsageFilter filter,
            UsagePage page,
            CancellationToken cancellationToken = default
        ) => Task.FromException<UsagePageResult>(new IOException("down"));

        public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
            Task.FromException<UsageRecord?>(new IOException("down"));
    }
}
