namespace GigaChat.Usage.Alerts.Tests;

/// <summary>What a sink does to others, to order and to the diagnostics.</summary>
[TestFixture]
internal sealed class DeliveryTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Test]
    public async Task A_sink_that_fails_delays_no_other_gets_all_in_order_later_and_is_reported()
    {
        var (rule, broken) = (new SwitchRule(), new RecordingSink("broken") { Failures = int.MaxValue });
        await using var host = Host(rule, broken);
        rule.On.Add("a");
        await host.AfterAsync(Minute);
        rule.On.Add("b");
        for (var minute = 0; minute < 20; minute++)
            await host.AfterAsync(Minute);

        host.Sink.Received.Select(static one => one.Title).Should().Equal("a is on", "b is on");
        broken.Received.Should().BeEmpty();
        var finding = (await host.Get<GigaChatUsageDoctor>().ExamineAsync()).Findings.Single(static finding =>
            finding.Code == UsageFindingCode.AlertsNotDelivered
        );
        finding.Figures["sink"].Should().Be("broken");
        finding.Figures["waiting"].Should().Be(2L);
        finding.Seen.Should().Contain(nameof(HttpRequestException)).And.NotContain("must not be shown");

        broken.Failures = 0;
        for (var minute = 0; minute < 20; minute++)
            await host.AfterAsync(Minute);
        broken.Received.Select(static one => one.Title).Should().Equal("a is on", "b is on");
        (await host.Get<GigaChatUsageDoctor>().ExamineAsync())
            .Findings.Should()
            .NotContain(static finding => finding.Code == UsageFindingCode.AlertsNotDelivered);
    }

    [Test]
    public async Task A_sink_that_hangs_and_ignores_its_token_delays_no_other()
    {
        var (rule, hanging) = (new SwitchRule(), new RecordingSink("hanging"));
        hanging.Hanging = new TaskCompletionSource();
        var limits = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var host = Host(rule, hanging, limits);
        rule.On.Add("a");
        await host.Alerts.EvaluateAsync();
        var delivering = host.Alerts.DeliverAsync();

        // The other sink has its notification while this one hangs.
        while (host.Sink.Received.Count == 0)
            await Task.Yield();
        delivering.IsCompleted.Should().BeFalse();
        while (!delivering.IsCompleted)
        {
            limits.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        (await delivering).Should().Be(1);
        (await host.Get<IUsageAlertStore>().GetBacklogAsync())
            .Should()
            .ContainSingle()
            .Which.LastError.Should()
            .Be(nameof(TimeoutException));
        hanging.Hanging.SetResult();
    }

    [Test]
    public async Task A_notification_that_no_attempt_delivers_is_given_up_in_the_end()
    {
        var (rule, broken) = (new SwitchRule(), new RecordingSink("broken") { Failures = int.MaxValue });
        await using var host = Host(rule, broken);
        rule.On.Add("a");
        for (var hour = 0; hour < 8 * 24; hour++)
            await host.AfterAsync(TimeSpan.FromHours(1));

        (await host.Get<IUsageAlertStore>().GetBacklogAsync())
            .Should()
            .ContainSingle()
            .Which.Waiting.Should()
            .BeLessThan(9);
    }

    [Test]
    public async Task Sinks_choose_by_severity_and_rule_and_have_a_language()
    {
        var (rule, other) = (new SwitchRule(), new SwitchRule("other"));
        var logs = new Microsoft.Extensions.Logging.Testing.FakeLogCollector();
        await using var host = new AlertHost(
            alerts =>
            {
                alerts.Rules.Clear();
                alerts.Rules.Add(rule);
                alerts.Rules.Add(other);
            },
            builder =>
                Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(
                    builder.Services,
                    new Microsoft.Extensions.Logging.Testing.FakeLoggerProvider(logs)
                )
        );
        var log = new LogAlertSink(
            host.Get<Microsoft.Extensions.Logging.ILogger<GigaChatUsageAlerts>>(),
            new UsageAlertSinkOptions { Language = UsageAlertLanguage.Russian, Rules = { "other" } }
        );
        rule.On.Add("lamp");
        other.On.Add("bell");
        await host.AfterAsync(Minute);

        foreach (var notification in host.Sink.Received.Where(log.Accepts))
            await log.DeliverAsync(notification, default);
        logs.GetSnapshot()
            .Where(static line => line.Id.Id == 710)
            .Should()
            .ContainSingle()
            .Which.Message.Should()
            .Contain("bell включён Выключите.");
    }

    private static AlertHost Host(SwitchRule rule, RecordingSink second, TimeProvider? limits = null) =>
        new(
            alerts =>
            {
                alerts.Rules.Clear();
                alerts.Rules.Add(rule);
                alerts.AddSink(second);
            },
            builder =>
            {
                if (limits is not null)
                    Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(
                        builder.Services,
                        new TimeLimitClock(limits)
                    );
            }
        );
}
