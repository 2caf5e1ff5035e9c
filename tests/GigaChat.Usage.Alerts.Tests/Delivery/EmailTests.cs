using GigaChat.Usage.Sample;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;

namespace GigaChat.Usage.Alerts.Tests;

/// <summary>Digests and alerts as a mail server receives them.</summary>
[TestFixture]
internal sealed class EmailTests
{
    [TestCase(UsageAlertLanguage.Russian)]
    [TestCase(UsageAlertLanguage.English)]
    public async Task A_digest_arrives_as_html_and_text_once_although_the_server_refuses_it_first(
        UsageAlertLanguage language
    )
    {
        await using var server = new SmtpServer { Refusals = 1 };
        await using var host = await HostAsync(server, language);
        for (var minute = 0; minute < 20; minute++)
            await host.AfterAsync(TimeSpan.FromMinutes(1));

        var message = server.Messages.Should().ContainSingle().Subject;
        message
            .Subject.Should()
            .StartWith(
                language == UsageAlertLanguage.Russian
                    ? "[GigaChat] GigaChat с 9\u00A0ноября"
                    : "[GigaChat] GigaChat from 9\u00A0November"
            );
        message.MessageId.Should().Be($"{host.Sink.Received[0].Id:N}@example.ru");
        message.To.ToString().Should().Contain("finance@example.ru");
        message.TextBody.Should().Contain("u-101").And.Contain("GigaChat-2-Max").And.NotContain("Анна");
        message.HtmlBody.Should().Contain("<table").And.Contain("u-101").And.NotContain("<script");
        await DrawAsync(message.HtmlBody, $"digest-{(language == UsageAlertLanguage.Russian ? "ru" : "en")}.png");
    }

    [Test]
    public void Html_encodes_what_a_name_contains()
    {
        var text = new UsageAlertText { Title = "<b>&\"", Body = "<script>alert(1)</script>" };
        var html = EmailHtml.Write(
            new UsageAlertNotification
            {
                Id = Guid.CreateVersion7(),
                Kind = UsageAlertNotificationKind.Opened,
                CreatedAt = AlertHost.Noon,
                Alerts =
                [
                    new UsageAlert
                    {
                        Id = Guid.CreateVersion7(),
                        Rule = "x",
                        Key = "x",
                        OpenedAt = AlertHost.Noon,
                        LastSeenAt = AlertHost.Noon,
                        English = text,
                        Russian = text,
                    },
                ],
            }
        );
        html.Should().NotContain("<script").And.Contain("&lt;b&gt;&amp;&quot;");
    }

    [TestCase("", "alerts@example.ru", "to@example.ru", "*Host*")]
    [TestCase("smtp", "no address", "to@example.ru", "*From is 'no address'*")]
    [TestCase("smtp", "alerts@example.ru", null, "*To must have a recipient*")]
    public void Wrong_options_are_refused(string host, string from, string? to, string message) =>
        FluentActions
            .Invoking(() =>
                new AlertHost(alerts =>
                    alerts.AddEmail(email =>
                    {
                        (email.Host, email.From) = (host, from);
                        if (to is not null)
                            email.To.Add(to);
                    })
                ).Alerts
            )
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage(message);

    private static async Task<AlertHost> HostAsync(SmtpServer server, UsageAlertLanguage language)
    {
        var host = new AlertHost(
            alerts =>
            {
                alerts.Rules.Clear();
                alerts.Rules.Add(new DigestAlertRule());
                alerts.Configure(options =>
                {
                    options.Language = language;
                    options.Dashboard = new Uri("https://admin.example.ru/gigachat-usage/");
                });
                alerts.AddEmail(email =>
                {
                    (email.Host, email.Port, email.Security) = ("127.0.0.1", server.Port, EmailAlertSecurity.None);
                    email.From = "GigaChat <alerts@example.ru>";
                    email.To.Add("finance@example.ru");
                });
            },
            static builder =>
                Microsoft.Extensions.DependencyInjection.GigaChatUsageBudgetBuilderExtensions.AddTokenPackages(
                    builder,
                    new TokenPackage
                    {
                        Family = "GigaChat-2-Max",
                        Tokens = 10_000_000,
                        Rubles = 6_500m,
                        BoughtAt = AlertHost.Noon.AddDays(-60),
                        ExpiresAt = AlertHost.Noon.AddDays(60),
                    }
                ),
            new DateTimeOffset(2026, 11, 16, 6, 0, 0, TimeSpan.Zero)
        );
        var traffic = new SampleTraffic(new DateOnly(2026, 10, 1), 1);
        for (var day = new DateOnly(2026, 10, 1); day < new DateOnly(2026, 11, 16); day = day.AddDays(1))
            await host.WriteAsync([.. traffic.Day(day)]);
        Person.Everyone.Should().NotBeEmpty();
        return host;
    }

    /// <summary>Draws the message as a picture, where there is a browser and a folder for it is named.</summary>
    private static async Task DrawAsync(string html, string name)
    {
        if (Environment.GetEnvironmentVariable("ALERT_PICTURES") is not { Length: > 0 } folder)
            return;
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-gpu"],
                Timeout = 120_000,
            }
        );
        var page = await browser.NewPageAsync(
            new BrowserNewPageOptions
            {
                ViewportSize = new ViewportSize { Width = 760, Height = 400 },
            }
        );
        await page.SetContentAsync(html);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name), FullPage = true });
    }
}
