using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Alerts.Tests;

/// <summary>Addresses: those of webhooks, and those of records in notifications.</summary>
[TestFixture]
internal sealed class WebhookOptionTests
{
    [Test]
    public void A_link_shows_the_records_of_the_cause()
    {
        var filter = new UsageFilter
        {
            From = AlertHost.Noon.AddHours(-15), // 21:00 in Moscow, the day before.
            To = AlertHost.Noon,
            UserId = "u 1",
            Model = "GigaChat-2",
            Outcome = UsageOutcome.Failed,
            Tags = UsageTags.Of("tenant", "a&b"),
        };
        RecordLinks
            .Of(new Uri("https://example.ru/usage/"), filter, ReportTimeZone.Default)!
            .AbsoluteUri.Should()
            .Be(
                "https://example.ru/usage/records?from=2026-11-17&to=2026-11-18&model=GigaChat-2&outcome=Failed&user=u%201&tag=tenant%3Da%26b"
            );
        RecordLinks.Of(dashboard: null, filter, ReportTimeZone.Default).Should().BeNull();
    }

    [TestCase("ftp://example.ru/", "*absolute HTTP address*")]
    [TestCase("/relative", "*absolute HTTP address*")]
    public void A_wrong_address_is_refused_without_being_named(string address, string message) =>
        FluentActions
            .Invoking(() =>
                new AlertHost(alerts =>
                    alerts.AddWebhook("x", options => options.Url = new Uri(address, UriKind.RelativeOrAbsolute))
                ).Alerts
            )
            .Should()
            .Throw<OptionsValidationException>()
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
                    })).Alerts)
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("*16 characters*");
}
