using System.Security.Cryptography;
using System.Text;

namespace GigaChat.Usage.Alerts.Tests;

/// <summary>A real receiver that fails, is slow, is away and replies garbage gets each notification once, in order.
/// </summary>
[TestFixture]
internal sealed class WebhookTests
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Test]
    public async Task A_request_has_the_documented_json_and_a_signature_that_can_be_verified()
    {
        await using var receiver = await Receiver.StartAsync();
        var rule = new SwitchRule();
        await using var host = Host(rule, receiver.Address, static options => options.Secret = Secret);
        rule.On.Add("lamp");
        await host.AfterAsync(Minute);

        var request = receiver.Accepted.Should().ContainSingle().Subject;
        var key = Convert.FromBase64String(Secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{request.Id}.{request.Timestamp}."), .. request.Body];
        request.Signature.Should().Be("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
        request
            .Timestamp.Should()
            .Be(host.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        var json = request.Json;
        json.GetProperty("version").GetInt32().Should().Be(1);
        json.GetProperty("id").GetString().Should().Be(request.Id);
        json.GetProperty("type").GetString().Should().Be("opened");
        json.GetProperty("severity").GetString().Should().Be("warning");
        json.GetProperty("title").GetString().Should().Be("lamp is on");
        var alert = json.GetProperty("alerts")[0];
        alert.GetProperty("rule").GetString().Should().Be("switch");
        alert.GetProperty("state").GetString().Should().Be("open");
        alert.GetProperty("body").GetString().Should().Be("Switch it off.");
        alert.GetProperty("figures").GetProperty("number").GetString().Should().Be("1.5");
    }

    [Test]
    public async Task A_receiver_that_fails_twice_gets_the_notification_once()
    {
        await using var receiver = await Receiver.StartAsync();
        var rule = new SwitchRule();
        await using var host = Host(rule, receiver.Address);
        receiver.Next.Enqueue(Receiver.Behaviour.Fail);
        receiver.Next.Enqueue(Receiver.Behaviour.Fail);
        rule.On.Add("lamp");
        for (var minute = 0; minute < 5; minute++)
            await host.AfterAsync(Minute);

        receiver.Requests.Should().Be(3);
        receiver.Accepted.Should().ContainSingle();
    }

    [Test]
    public async Task Through_faults_of_every_kind_a_receiver_that_knows_ids_gets_each_exactly_once_in_order_for_each_rule()
    {
        const int Rounds = 12;
        var (port, limits) = (LocalPostgreSql.FreePort(), new Microsoft.Extensions.Time.Testing.FakeTimeProvider());
        var (first, second) = (new SwitchRule("first"), new SwitchRule("second"));
        await using var host = Host(
            first,
            new Uri($"http://127.0.0.1:{port}/hook/x"),
            more: second,
            limits: new TimeLimitClock(limits)
        );
        var (receiver, accepted) = (await Receiver.StartAsync(port), new List<Receiver.Request>());
        var faults = Enum.GetValues<Receiver.Behaviour>();
        for (var round = 0; round < Rounds; round++)
        {
            // Each fault comes at another place of the order: some 5 faults for 2 notifications.
            for (var fault = 0; fault < 5; fault++)
                receiver.Next.Enqueue(faults[((round * 5) + (fault * fault)) % faults.Length]);
            first.On.Add($"first {round:00}");
            second.On.Add($"second {round:00}");
            if (round == 5)
            {
                accepted.AddRange(receiver.Accepted);
                await receiver.DisposeAsync();
                for (var minute = 0; minute < 60; minute++)
                    await StepAsync(Minute);
                receiver = await Receiver.StartAsync(port);
            }

            await StepAsync(Minute);
        }

        for (var minute = 0; minute < 180; minute++)
            await StepAsync(Minute);
        accepted.AddRange(receiver.Accepted);
        await receiver.DisposeAsync();

        var once = accepted.DistinctBy(static request => request.Id).Select(static request => request.Title).ToList();
        foreach (var rule in (string[])["first", "second"])
            once.Where(title => title.StartsWith(rule, StringComparison.Ordinal))
                .Should()
                .Equal(Enumerable.Range(0, Rounds).Select(round => $"{rule} {round:00} is on"));
        once.Should().HaveCount(2 * Rounds).And.OnlyHaveUniqueItems();

        // What came again had been accepted by a receiver that did not say so in time.
        accepted.Count.Should().BeGreaterThan(once.Count);

        async Task StepAsync(TimeSpan time)
        {
            host.Time.Advance(time);
            await host.Alerts.EvaluateAsync();
            var delivering = host.Alerts.DeliverAsync();
            while (!delivering.IsCompleted)
            {
                if (receiver.Slow > 0)
                    limits.Advance(Minute);
                await Task.Yield();
            }

            await delivering;
        }
    }

    [Test]
    public async Task A_receiver_that_refuses_answers_nonsense_or_redirects_gets_no_notification_twice()
    {
        await using var receiver = await Receiver.StartAsync();
        var rule = new SwitchRule();
        await using var host = Host(rule, receiver.Address);
        for (var round = 0; round < 4; round++)
        {
            receiver.Next.Enqueue(Receiver.Behaviour.Fail);
            receiver.Next.Enqueue(Receiver.Behaviour.Redirect);
            receiver.Next.Enqueue(Receiver.Behaviour.Odd);
            rule.On.Add($"lamp {round}");
            for (var minute = 0; minute < 3; minute++)
                await host.AfterAsync(Minute);
        }

        receiver
            .Accepted.Select(static request => request.Title)
            .Should()
            .Equal(Enumerable.Range(0, 4).Select(static i => $"lamp {i} is on"));
    }

    [Test]
    public async Task A_receiver_that_is_away_for_an_hour_gets_all_afterwards_in_order()
    {
        var port = LocalPostgreSql.FreePort();
        var (first, second) = (new SwitchRule("first"), new SwitchRule("second"));
        await using var host = Host(first, new Uri($"http://127.0.0.1:{port}/hook/x"), more: second);
        for (var minute = 0; minute < 60; minute += 10)
        {
            first.On.Add($"first {minute}");
            second.On.Add($"second {minute}");
            for (var step = 0; step < 10; step++)
                await host.AfterAsync(Minute);
        }

        await using var receiver = await Receiver.StartAsync(port);
        for (var minute = 0; minute < 90; minute++)
            await host.AfterAsync(Minute);
        foreach (var rule in (string[])["first", "second"])
            receiver
                .Accepted.Where(request => request.Title.StartsWith(rule, StringComparison.Ordinal))
                .Select(static request => request.Title)
                .Should()
                .Equal(Enumerable.Range(0, 6).Select(i => $"{rule} {i * 10} is on"));
        receiver.Accepted.Should().HaveCount(12);
    }

    [Test]
    public async Task A_redirect_is_not_followed_and_the_address_is_nowhere_in_the_log()
    {
        await using var receiver = await Receiver.StartAsync();
        var rule = new SwitchRule();
        var logs = new Microsoft.Extensions.Logging.Testing.FakeLogCollector();
        await using var host = Host(rule, receiver.Address, logs: logs);
        receiver.Next.Enqueue(Receiver.Behaviour.Redirect);
        rule.On.Add("lamp");
        await host.AfterAsync(Minute);
        receiver.Accepted.Should().BeEmpty();

        await host.AfterAsync(Minute);
        receiver.Accepted.Should().ContainSingle();
        logs.GetSnapshot().Should().Contain(static line => line.Message.Contains("webhook", StringComparison.Ordinal));
        logs.GetSnapshot()
            .Should()
            .NotContain(static line => line.Message.Contains("with-a-secret", StringComparison.Ordinal));
    }

    [Test]
    public async Task Telegram_and_Mattermost_get_their_bodies()
    {
        await using var receiver = await Receiver.StartAsync();
        var rule = new SwitchRule();
        await using var host = Host(rule, receiver.Address, static options =>
        {
            options.Template = UsageWebhookTemplate.Telegram("-100123");
            options.Language = UsageAlertLanguage.Russian;
        });
        rule.On.Add(new string('я', 5_000));
        await host.AfterAsync(Minute);
        var body = receiver.Accepted.Should().ContainSingle().Subject.Json;
        body.GetProperty("chat_id").GetString().Should().Be("-100123");
        body.GetProperty("text").GetString().Should().HaveLength(4_096).And.EndWith("…");

        var text = UsageWebhookTemplate.Mattermost.Write(host.Sink.Received[0] with { Alerts = [Lamp] });
        System
            .Text.Json.JsonDocument.Parse(text)
            .RootElement.GetProperty("text")
            .GetString()
            .Should()
            .Be("Lamp is on\nSwitch it off.");
    }

    private static readonly UsageAlert Lamp = new()
    {
        Id = Guid.CreateVersion7(),
        Rule = "switch",
        Key = "lamp",
        OpenedAt = AlertHost.Noon,
        LastSeenAt = AlertHost.Noon,
        English = new UsageAlertText { Title = "Lamp is on", Body = "Switch it off." },
        Russian = new UsageAlertText { Title = "Лампа включена" },
    };

    private static AlertHost Host(
        SwitchRule rule,
        Uri address,
        Action<WebhookAlertOptions>? configure = null,
        SwitchRule? more = null,
        Microsoft.Extensions.Logging.Testing.FakeLogCollector? logs = null,
        TimeLimitClock? limits = null
    ) =>
        new(
            alerts =>
            {
                alerts.Rules.Clear();
                alerts.Rules.Add(rule);
                if (more is not null)
                    alerts.Rules.Add(more);
                alerts.Configure(static options => options.MaxPerHour = 1_000);
                alerts.AddWebhook("webhook", options =>
                {
                    options.Url = address;
                    options.Retries = 0; // Retries within an attempt wait by the machine's clock.
                    configure?.Invoke(options);
                });
            },
            builder =>
            {
                if (limits is not null)
                    Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(
                        builder.Services,
                        limits
                    );
                if (logs is not null)
                    Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(
                        builder.Services,
                        new Microsoft.Extensions.Logging.Testing.FakeLoggerProvider(logs)
                    );
            }
        );
}
