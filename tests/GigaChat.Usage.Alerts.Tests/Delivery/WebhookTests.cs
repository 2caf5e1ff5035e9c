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
    public async Task A_receiver_that_is_slow_fails_and_answers_garbage_gets_each_once_and_in_order()
    {
        await using var receiver = await Receiver.StartAsync();
        var rule = new SwitchRule();
        await using var host = Host(rule, receiver.Address);
        foreach (
            var behaviour in (Receiver.Behaviour[])
                [
                    Receiver.Behaviour.Slow,
                    Receiver.Behaviour.Garbage,
                    Receiver.Behaviour.Fail,
                    Receiver.Behaviour.Odd,
                    Receiver.Behaviour.Redirect,
                    Receiver.Behaviour.Garbage,
                ]
        )
            receiver.Next.Enqueue(behaviour);
        string[] expected = [.. Enumerable.Range(0, 6).Select(static i => $"lamp {i}")];
        foreach (var lamp in expected)
        {
            rule.On.Add(lamp);
            await host.AfterAsync(Minute);
        }

        for (var minute = 0; minute < 30; minute++)
            await host.AfterAsync(Minute);
        receiver
            .Unique.Select(static request => request.Title)
            .Should()
            .Equal(expected.Select(static lamp => lamp + " is on"));

        // The answer to some was lost: they came again, with the id that they had.
        receiver.Accepted.Should().HaveCount(8);
        receiver
            .Accepted.GroupBy(static request => request.Id)
            .Should()
            .OnlyContain(static same => same.Select(static one => one.Title).Distinct().Count() == 1);
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

    [TestCase("ftp://example.ru/", "*absolute HTTP address*")]
    [TestCase("/relative", "*absolute HTTP address*")]
    public void A_wrong_address_is_refused_without_being_named(string address, string message) =>
        FluentActions
            .Invoking(() =>
                new AlertHost(alerts =>
                    alerts.AddWebhook("x", options => options.Url = new Uri(address, UriKind.RelativeOrAbsolute))
                )
            )
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(message)
            .And.Message.Should()
            .NotContain("example");

    [Test]
    public void A_short_secret_is_refused() =>
        FluentActions
            .Invoking(() => new AlertHost(static alerts => alerts.AddWebhook("x", static options =>
                    {
                        options.Url = new Uri("https://example.ru");
                        options.Secret = "short";
                    })))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("*16 characters*");

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
        Microsoft.Extensions.Logging.Testing.FakeLogCollector? logs = null
    ) =>
        new(
            alerts =>
            {
                alerts.Rules.Clear();
                alerts.Rules.Add(rule);
                if (more is not null)
                    alerts.Rules.Add(more);
                alerts.Options.MaxPerHour = 1_000;
                alerts.AddWebhook("webhook", options =>
                {
                    options.Url = address;
                    options.Retries = 0; // Retries within an attempt wait by the machine's clock.
                    configure?.Invoke(options);
                });
            },
            builder =>
            {
                if (logs is not null)
                    Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(
                        builder.Services,
                        new Microsoft.Extensions.Logging.Testing.FakeLoggerProvider(logs)
                    );
            }
        );
}
