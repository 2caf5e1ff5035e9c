using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Alerts.Tests;

/// <summary>Once, with an end, repeats, quiet hours and a limit an hour.</summary>
[TestFixture]
internal sealed class AlertLedgerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SwitchRule _rule = new();

    [SetUp]
    public void Reset() => _rule.On.Clear();

    [Test]
    public async Task An_alert_is_sent_once_while_its_condition_lasts_and_once_when_it_ends()
    {
        await using var host = Host();
        _rule.On.Add("lamp");
        for (var minute = 0; minute < 30; minute++)
            await host.AfterAsync(Minute);
        _rule.On.Clear();
        for (var minute = 0; minute < 30; minute++)
            await host.AfterAsync(Minute);

        host.Sink.Kinds.Should().Equal("Opened", "Resolved");
        host.Sink.Received[0].Title.Should().Be("lamp is on");
        host.Sink.Received[1].Title.Should().Be("Resolved: lamp is on");
        var alert = (await host.Alerts.ListAsync()).Should().ContainSingle().Subject;
        (alert.ResolvedAt - alert.LastSeenAt).Should().Be(_rule.ResolveAfter);
    }

    [Test]
    public async Task A_condition_that_comes_back_is_another_alert()
    {
        await using var host = Host();
        foreach (var isOn in (bool[])[true, false, true])
        {
            if (isOn)
                _rule.On.Add("lamp");
            else
                _rule.On.Clear();
            for (var minute = 0; minute < 10; minute++)
                await host.AfterAsync(Minute);
        }

        host.Sink.Kinds.Should().Equal("Opened", "Resolved", "Opened");
        (await host.Alerts.ListAsync()).Select(static alert => alert.Episode).Should().Equal(2, 1);
    }

    [Test]
    public async Task A_condition_that_flickers_is_one_alert()
    {
        await using var host = Host();
        for (var minute = 0; minute < 60; minute++)
        {
            if (minute % 3 == 0)
                _rule.On.Add("lamp");
            else
                _rule.On.Clear();
            await host.AfterAsync(Minute);
        }

        host.Sink.Kinds.Should().Equal("Opened");
    }

    [Test]
    public async Task An_alert_that_lasts_is_sent_again_after_a_while()
    {
        await using var host = Host();
        _rule.On.Add("lamp");
        for (var hour = 0; hour < 50; hour++)
            await host.AfterAsync(TimeSpan.FromHours(1));

        host.Sink.Kinds.Should().Equal("Opened", "Repeated", "Repeated");
        host.Sink.Received.Select(static one => one.Alerts[0].Id).Distinct().Should().ContainSingle();
    }

    [Test]
    public async Task Quiet_hours_hold_alerts_and_join_them_at_their_end_but_let_critical_ones_through()
    {
        await using var host = Host(alerts =>
            alerts.Configure(static options =>
                (options.QuietFrom, options.QuietUntil) = (new TimeOnly(22, 0), new TimeOnly(8, 0))
            )
        );
        host.Time.SetUtcNow(AlertHost.Noon.AddHours(14)); // Two at night in Moscow.
        _rule.On.UnionWith(["a", "b"]);
        await host.AfterAsync(Minute);
        _rule.Severity = UsageAlertSeverity.Critical;
        _rule.On.Add("c");
        await host.AfterAsync(Minute);
        _rule.Severity = UsageAlertSeverity.Warning;

        host.Sink.Received.Should().ContainSingle().Which.Alerts.Should().ContainSingle().Which.Key.Should().BeEmpty();
        host.Sink.Received[0].Title.Should().Be("c is on");
        for (var hour = 0; hour < 7; hour++)
            await host.AfterAsync(TimeSpan.FromMinutes(60));

        host.Sink.Kinds.Should().Equal("Opened", "Joined");
        host.Sink.Received[1].Alerts.Select(static alert => alert.English.Title).Should().Equal("a is on", "b is on");
    }

    [Test]
    public async Task Alerts_beyond_the_limit_of_an_hour_are_joined_in_one()
    {
        await using var host = Host(static alerts => alerts.Configure(static options => options.MaxPerHour = 5));
        _rule.On.UnionWith(Enumerable.Range(0, 40).Select(static i => $"lamp {i:00}"));
        for (var minute = 0; minute < 50; minute++)
            await host.AfterAsync(Minute);

        host.Sink.Kinds.Should().Equal("Opened", "Opened", "Opened", "Opened", "Opened", "Joined");
        host.Sink.Received[^1].Alerts.Should().HaveCount(35);
        host.Sink.Received[^1].Title.Should().Be("35\u00A0alerts about the usage of GigaChat");
        (await host.Alerts.ListAsync(100)).Should().HaveCount(40).And.OnlyContain(static alert => alert.IsOpen);
    }

    [Test]
    public async Task A_rule_that_fails_neither_resolves_its_alerts_nor_stops_others()
    {
        var other = new SwitchRule("other");
        await using var host = Host(alerts => alerts.Rules.Add(other));
        _rule.On.Add("lamp");
        await host.EvaluateAsync();
        _rule.Error = new InvalidOperationException("The store is down.");
        other.On.Add("bell");
        try
        {
            for (var minute = 0; minute < 20; minute++)
                await host.AfterAsync(Minute);
        }
        finally
        {
            _rule.Error = null;
        }

        host.Sink.Received.Select(static one => one.Title).Should().Equal("lamp is on", "bell is on");
        var diagnosis = await host.Get<GigaChatUsageDoctor>().ExamineAsync();
        diagnosis
            .Findings.Should()
            .Contain(static finding =>
                finding.Code == UsageFindingCode.AlertsNotEvaluated && (string)finding.Figures["rule"] == "switch"
            );
    }

    [Test]
    public async Task An_event_is_sent_once_for_its_key_and_has_no_end()
    {
        await using var host = Host();
        _rule.IsEvent = true;
        try
        {
            _rule.On.Add("monday");
            for (var minute = 0; minute < 20; minute++)
                await host.AfterAsync(Minute);
            _rule.On.Clear();
            _rule.On.Add("tuesday");
            await host.AfterAsync(Minute);
        }
        finally
        {
            _rule.IsEvent = false;
        }

        host.Sink.Kinds.Should().Equal("Digest", "Digest");
        (await host.Alerts.ListAsync()).Should().HaveCount(2).And.OnlyContain(static alert => !alert.IsOpen);
    }

    [Test]
    public async Task A_restart_does_not_send_an_alert_again_when_the_store_remembers()
    {
        var store = new InMemoryUsageAlertStore();
        _rule.On.Add("lamp");
        for (var start = 0; start < 3; start++)
        {
            await using var host = Host(alerts => alerts.UseStore(store));
            host.Time.Advance(Minute * start);
            await host.EvaluateAsync();
            host.Sink.Received.Should().HaveCount(start == 0 ? 1 : 0);
        }
    }

    [Test]
    public async Task Opened_alerts_are_counted_by_rule_and_severity()
    {
        await using var host = Host();
        using var counter = new Microsoft.Extensions.Diagnostics.Metrics.Testing.MetricCollector<long>(
            host.Get<System.Diagnostics.Metrics.IMeterFactory>(),
            GigaChatUsageMeter.Name,
            "gigachat.usage.alerts"
        );
        _rule.On.UnionWith(["a", "b"]);
        await host.AfterAsync(Minute);
        await host.AfterAsync(Minute);

        var counted = counter.GetMeasurementSnapshot();
        counted.Should().HaveCount(2);
        counted[0].Tags.Should().Contain("rule", "switch").And.Contain("severity", "warning");
    }

    private AlertHost Host(Action<UsageAlertsBuilder>? configure = null) =>
        new(alerts =>
        {
            alerts.Rules.Clear();
            alerts.Rules.Add(_rule);
            configure?.Invoke(alerts);
        });
}
