using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Alerts.Tests;

/// <summary>Options of alerts, webhooks and mail from configuration: every problem is named at once.</summary>
[TestFixture]
internal sealed class AlertConfigurationTests
{
    private const string Address = "https://hooks.example.ru/a-secret-path";

    [Test]
    public async Task Options_webhooks_and_mail_are_read()
    {
        var settings = Section(
            ("Options:QuietFrom", "22:00"),
            ("Options:QuietUntil", "08:00"),
            ("Options:Language", "Russian"),
            ("Options:KeepFor", "60.00:00:00"),
            ("Team:Url", Address),
            ("Team:Template", "Telegram"),
            ("Team:ChatId", "-100"),
            ("Team:Rules:0", "digest"),
            ("Team:Headers:Authorization", "x"),
            ("Team:MinSeverity", "Critical"),
            ("Mail:Host", "smtp"),
            ("Mail:Port", "25"),
            ("Mail:From", "alerts@example.ru"),
            ("Mail:To:0", "finance@example.ru")
        );
        await using var host = new AlertHost(alerts =>
            alerts
                .Configure(settings.GetSection("Options"))
                .AddWebhook("team", settings.GetSection("Team"))
                .AddEmail(settings.GetSection("Mail"))
        );

        host.Alerts.Options.QuietFrom.Should().Be(new TimeOnly(22, 0));
        host.Alerts.Options.Language.Should().Be(UsageAlertLanguage.Russian);
        host.Alerts.Options.KeepFor.Should().Be(TimeSpan.FromDays(60));
        var webhook = host.Get<IOptionsMonitor<WebhookAlertOptions>>().Get("team");
        (webhook.Url!.AbsoluteUri, webhook.MinSeverity).Should().Be((Address, UsageAlertSeverity.Critical));
        webhook.Template.Should().NotBeNull();
        webhook.Rules.Should().Equal("digest");
        webhook.Headers.Should().ContainKey("Authorization");
        var mail = host.Get<IOptionsMonitor<EmailAlertOptions>>().Get("email");
        (mail.Host, mail.Port, mail.To.Single()).Should().Be(("smtp", 25, "finance@example.ru"));
    }

    [Test]
    public void Every_option_is_a_setting() =>
        UsageAlertOptionsValidator
            .Forms.Keys.Should()
            .BeEquivalentTo(typeof(UsageAlertOptions).GetProperties().Select(static property => property.Name));

    [Test]
    public void Every_wrong_setting_of_the_options_is_named()
    {
        var settings = Section(
            ("EvaluateEvery", "30"),
            ("MaxPerHour", "many"),
            ("QuietFrom", "10 pm"),
            ("Language", "7"),
            ("Dashbord", Address)
        );

        FluentActions
            .Invoking(() => new AlertHost(alerts => alerts.Configure(settings)).Alerts)
            .Should()
            .Throw<OptionsValidationException>()
            .Which.Failures.Should()
            .HaveCount(5)
            .And.Contain(static failure => failure.Contains("EvaluateEvery is '30'"))
            .And.Contain(static failure => failure.Contains("MaxPerHour is 'many'"))
            .And.Contain(static failure => failure.Contains("QuietFrom is '10 pm'"))
            .And.Contain(static failure => failure.Contains("Language is '7'"))
            .And.Contain(static failure => failure.Contains("Dashbord is not a known setting"));
    }

    [Test]
    public void Options_out_of_their_ranges_are_all_named() =>
        FluentActions
            .Invoking(() =>
                new AlertHost(static alerts =>
                    alerts.Configure(static options =>
                    {
                        options.EvaluateEvery = TimeSpan.Zero;
                        options.MaxPerHour = 0;
                        options.QuietFrom = new TimeOnly(22, 0);
                        options.Dashboard = new Uri("ftp://example.ru");
                        options.Language = (UsageAlertLanguage)9;
                    })
                ).Alerts
            )
            .Should()
            .Throw<OptionsValidationException>()
            .Which.Failures.Should()
            .HaveCount(5);

    [TestCase("Url", "hooks", "*Url must be an absolute HTTP address*")]
    [TestCase("Secret", "whsec_no base64, and long enough", "*Secret must be Base64*")]
    [TestCase("Template", "Word", "*Template is 'Word'*")]
    [TestCase("Template", "Telegram", "*ChatId is missing*")]
    [TestCase("Retries", "11", "*Retries is 11*between 0 and 10*")]
    [TestCase("Retry", "1", "*Retry is not a known setting*")]
    public void A_wrong_setting_of_a_webhook_is_named_without_its_secrets(string key, string value, string message)
    {
        var settings = Section(("Url", Address), ("Secret", "0123456789-abcdef"), (key, value));

        FluentActions
            .Invoking(() => new AlertHost(alerts => alerts.AddWebhook("team", settings)).Alerts)
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage(message)
            .And.Message.Should()
            .NotContain("secret-path")
            .And.NotContain("0123456789");
    }

    [Test]
    public void An_unknown_setting_of_mail_is_an_error() =>
        FluentActions
            .Invoking(() => new AlertHost(static alerts => alerts.AddEmail(Section(("Hostt", "smtp")))).Alerts)
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("*Hostt*");

    [Test]
    public void Every_wrong_rule_is_named() =>
        FluentActions
            .Invoking(() =>
                new AlertHost(static alerts =>
                {
                    alerts.Rules.Add(new SpendLimitAlertRule("no-limit"));
                    alerts.Rules.Add(new SpendLimitAlertRule("twice") { Rubles = 1 });
                    alerts.Rules.Add(new SpendLimitAlertRule("twice") { Rubles = 1 });
                })
            )
            .Should()
            .Throw<OptionsValidationException>()
            .Which.Failures.Should()
            .HaveCount(2)
            .And.Contain(static failure => failure.Contains("no-limit"))
            .And.Contain(static failure => failure.Contains("twice"));

    [Test]
    public void A_configured_application_names_the_problems_of_all_its_parts()
    {
        var settings = Section(
            ("MaxPerHour", "0"),
            ("Log", "perhaps"),
            ("Rules:0:Name", "spend-band"),
            ("Rules:0:MinRoubles", "5"),
            ("Webhooks:0:Name", "team"),
            ("Webhooks:0:Url", Address),
            ("Webhooks:0:Secret", "short")
        );

        FluentActions
            .Invoking(() =>
                Microsoft.Extensions.DependencyInjection.GigaChatUsageAlertBuilderExtensions.AddAlerts(
                    Microsoft.Extensions.DependencyInjection.GigaChatUsageServiceCollectionExtensions.AddGigaChatUsageTracking(
                        new Microsoft.Extensions.DependencyInjection.ServiceCollection()
                    ),
                    settings
                )
            )
            .Should()
            .Throw<OptionsValidationException>()
            .Which.Failures.Should()
            .HaveCount(4)
            .And.Contain(static failure => failure.Contains("MaxPerHour is 0"))
            .And.Contain(static failure => failure.Contains("Log is 'perhaps'"))
            .And.Contain(static failure => failure.Contains("MinRoubles is not a known setting"))
            .And.Contain(static failure => failure.Contains("16 characters"));
    }

    /// <summary>Gets a section with settings; the last of those with one name counts.</summary>
    private static IConfigurationSection Section(params (string Key, string Value)[] settings)
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection().Build().GetSection("Alerts");
        foreach (var (key, value) in settings)
            section[key] = value;
        return section;
    }
}
