namespace GigaChat.Usage.Alerts.Tests;

/// <summary>What every store of alerts does.</summary>
internal abstract class AlertStoreContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    protected Microsoft.Extensions.Time.Testing.FakeTimeProvider Time { get; } = new(AlertHost.Noon);

    private DateTimeOffset Now => Time.GetUtcNow();

    protected abstract IUsageAlertStore Store { get; }

    [Test]
    public async Task An_alert_is_read_as_it_was_written()
    {
        var alert = Alert("user", "u-1") with
        {
            Severity = UsageAlertSeverity.Critical,
            Users = ["u-1", "u-2"],
            IsHeld = true,
            Figures = new Dictionary<string, string> { ["rubles"] = "12.34" },
            Records = new UsageFilter
            {
                From = Now.AddHours(-1),
                To = Now,
                UserId = "u-1",
                Model = "GigaChat-2-Max",
                Operation = UsageOperation.Embedding,
                Outcome = UsageOutcome.Failed,
                AccessToken = "a secret",
                Search = "another secret",
            },
        };
        await OpenAsync(alert);

        var read = (await Store.ListAsync(10)).Should().ContainSingle().Subject;
        if (Store is not InMemoryUsageAlertStore)
            read.Records.Should().Be(alert.Records with { AccessToken = null, Search = null });
        read.Should()
            .BeEquivalentTo(alert, static options =>
                options.Excluding(static one => one.Records).ComparingByMembers<UsageAlert>()
            );
    }

    [Test]
    public async Task State_has_open_and_held_alerts_and_the_newest_of_requested_keys()
    {
        var open = Alert("r", "open");
        var held = Alert("r", "held") with { ResolvedAt = Now, IsHeld = true };
        var first = Alert("r", "ended") with { ResolvedAt = Now };
        var second = Alert("r", "ended") with { ResolvedAt = Now, Episode = 2 };
        await OpenAsync(open, held, first, second);

        UsageAlertState? state = null;
        await Store.UpdateAsync([new("r", "ended"), new("r", "open"), new("r", "never")], Now, read =>
        {
            state = read;
            return new UsageAlertChanges();
        });
        state!.Current.Select(static alert => alert.Key).Should().BeEquivalentTo("open", "held");
        state.Newest.Select(static alert => alert.Id).Should().BeEquivalentTo([second.Id, open.Id]);
    }

    [Test]
    public async Task Concurrent_evaluations_open_an_alert_once()
    {
        var written = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(_ =>
                    Task.Run(async () =>
                        await Store.UpdateAsync([new("r", "one")], Now, state =>
                            state.Current.Count > 0 ? new UsageAlertChanges() : Changes(Alert("r", "one"), "sink")
                        )
                    )
                )
        );
        written.Sum(static changes => changes.Opened.Count).Should().Be(1);
        (await Store.ListAsync(10)).Should().ContainSingle();
        (await Store.GetBacklogAsync()).Should().ContainSingle().Which.Waiting.Should().Be(1);
    }

    [Test]
    public async Task Deliveries_of_a_rule_are_in_order_and_rules_do_not_wait_for_one_another()
    {
        await DeliverAsync("a", "a", "b", "a");
        var (first, other) = (await ClaimAsync(), await ClaimAsync());
        (first!.Rule, other!.Rule).Should().Be(("a", "b"));
        (await ClaimAsync()).Should().BeNull("the second of a waits for the first");

        await Store.PostponeAsync(first, Now.AddMinutes(5), "HttpRequestException");
        (await ClaimAsync()).Should().BeNull("the first of a waits for its time");
        Time.Advance(TimeSpan.FromMinutes(5));
        var again = await ClaimAsync();
        (again!.Sequence, again.Attempts).Should().Be((first.Sequence, 2));
        await Store.CompleteAsync(again, Now);
        var second = await ClaimAsync();
        second!.Sequence.Should().BeGreaterThan(first.Sequence);
        second.Rule.Should().Be("a");
    }

    [Test]
    public async Task A_joined_delivery_is_in_order_with_all()
    {
        await DeliverAsync("a", UsageAlertDelivery.JoinedRule, "b");
        var a = await ClaimAsync();
        a!.Rule.Should().Be("a");
        (await ClaimAsync()).Should().BeNull();
        await Store.CompleteAsync(a, Now);
        var joined = await ClaimAsync();
        joined!.Rule.Should().Be(UsageAlertDelivery.JoinedRule);
        (await ClaimAsync()).Should().BeNull();
        await Store.CompleteAsync(joined, Now);
        (await ClaimAsync())!.Rule.Should().Be("b");
    }

    [Test]
    public async Task A_claim_of_a_process_that_ended_is_taken_over_after_its_lease()
    {
        await DeliverAsync("a");
        var dead = await ClaimAsync();
        (await ClaimAsync()).Should().BeNull();
        Time.Advance(Lease + TimeSpan.FromMinutes(2));
        var taken = await ClaimAsync();
        taken!.Sequence.Should().Be(dead!.Sequence);

        // The dead one wakes up: it neither postpones nor delays what another does now.
        await Store.PostponeAsync(dead, Now.AddDays(1), "TimeoutException");
        await Store.CompleteAsync(taken, Now);
        (await Store.GetBacklogAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Notifications_of_the_last_hour_are_counted_once_for_all_sinks_and_without_digests()
    {
        var notification = Guid.CreateVersion7();
        await Store.UpdateAsync([], Now, _ => new UsageAlertChanges
        {
            Deliveries =
            [
                Delivery("a") with
                {
                    NotificationId = notification,
                },
                Delivery("a") with
                {
                    NotificationId = notification,
                    Sink = "second",
                },
                Delivery("digest") with
                {
                    IsLimited = false,
                },
                Delivery(UsageAlertDelivery.JoinedRule),
            ],
        });
        UsageAlertState? state = null;
        await Store.UpdateAsync([], Now.AddMinutes(59), Read);
        (state!.SentInLastHour, state.JoinedInLastHour).Should().Be((2, 1));
        await Store.UpdateAsync([], Now.AddMinutes(61), Read);
        (state!.SentInLastHour, state.JoinedInLastHour).Should().Be((0, 0));

        UsageAlertChanges Read(UsageAlertState read)
        {
            state = read;
            return new UsageAlertChanges();
        }
    }

    [Test]
    public async Task Old_alerts_and_finished_deliveries_are_forgotten_and_open_and_waiting_ones_stay()
    {
        var old = Now.AddDays(-100);
        await OpenAsync(
            Alert("r", "open") with
            {
                OpenedAt = old,
            },
            Alert("r", "old") with
            {
                OpenedAt = old,
                ResolvedAt = old,
            },
            Alert("r", "new") with
            {
                ResolvedAt = Now,
            }
        );
        await DeliverAsync("a");
        await Store.UpdateAsync([], Now, _ => new UsageAlertChanges { ForgetBefore = Now.AddDays(-90) });

        (await Store.ListAsync(10)).Select(static alert => alert.Key).Should().Equal("open", "new");
        (await Store.GetBacklogAsync()).Should().ContainSingle();
    }

    protected UsageAlert Alert(string rule, string key) =>
        new()
        {
            Id = Guid.CreateVersion7(Now),
            Rule = rule,
            Key = key,
            OpenedAt = Now,
            LastSeenAt = Now,
            English = new UsageAlertText
            {
                Title = "Title “quoted”",
                Body = "Line\nand line",
                Tables =
                [
                    new UsageAlertTable
                    {
                        Caption = "Caption",
                        Columns = ["A"],
                        Rows =
                        [
                            ["1"],
                        ],
                    },
                ],
            },
            Russian = new UsageAlertText { Title = "Заголовок" },
        };

    protected async Task OpenAsync(params UsageAlert[] alerts) =>
        await Store.UpdateAsync([], Now, _ => new UsageAlertChanges { Opened = alerts });

    protected UsageAlertDelivery Delivery(string rule) =>
        new()
        {
            NotificationId = Guid.CreateVersion7(Now),
            Sink = "sink",
            Rule = rule,
            Payload = "{}",
            CreatedAt = Now,
            NextAttemptAt = Now,
        };

    private UsageAlertChanges Changes(UsageAlert alert, string sink) =>
        new() { Opened = [alert], Deliveries = [Delivery(alert.Rule) with { AlertId = alert.Id, Sink = sink }] };

    private async Task DeliverAsync(params string[] rules) =>
        await Store.UpdateAsync([], Now, _ => new UsageAlertChanges { Deliveries = [.. rules.Select(Delivery)] });

    private async Task<UsageAlertDelivery?> ClaimAsync() => await Store.ClaimAsync("sink", Now, Lease);
}
