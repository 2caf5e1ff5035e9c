using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Documents.Tests;

/// <summary>What the documents tell a reader to write into the configuration is accepted.</summary>
[TestFixture]
internal sealed class ConfigurationTests
{
    [TestCase("docs/configuration.md")]
    [TestCase("docs/guide.ru.md")]
    public async Task Appsettings_of_the_documents_are_read_as_described(string document)
    {
        var json = CodeBlock.All(document, "json").Should().ContainSingle().Which.Code;
        var configuration = new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)))
            .Build();
        await using var services = new ServiceCollection()
            .AddGigaChatUsageTracking(configuration.GetSection("GigaChatUsage"))
            .UseInMemory()
            .UsePriceBook(configuration.GetSection("Prices"))
            .AddBudgets(configuration.GetSection("Budgets"))
            .Services.BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value;
        options.Hosts.Should().BeEquivalentTo("llm.corp.example", "gigachat.devices.sberbank.ru", "api.giga.chat");
        options.BatchDelay.Should().Be(TimeSpan.FromMilliseconds(200));
        options.Durability.Should().Be(UsageDurability.Journaled);
        services.GetRequiredService<GigaChatTokenUsage>().Prices.FindFamily("gpt-4o").Should().Be("GigaChat-Max");
        services
            .GetRequiredService<GigaChatBudgets>()
            .Budgets.Should()
            .ContainSingle()
            .Which.Rubles.Should()
            .Be(50_000);
    }

    [Test]
    public void The_price_list_of_the_page_on_money_is_read()
    {
        var json = CodeBlock.All("docs/money.md", "json").Should().ContainSingle().Which.Code;

        PriceBook
            .FromJson(json)
            .Find("GigaChat-3-Pro", new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero))!
            .CompletionRublesPerMillionTokens.Should()
            .Be(250.47m);
    }

    [Test]
    public async Task The_configuration_of_alerts_is_read_and_a_wrong_name_is_not()
    {
        var json = CodeBlock.All("docs/alerts.md", "json").Should().ContainSingle().Which.Code;
        await using var services = Alerts(json);

        var alerts = services.GetRequiredService<GigaChatUsageAlerts>();
        alerts.Options.QuietFrom.Should().Be(new TimeOnly(22, 0));
        alerts.Options.MaxPerHour.Should().Be(10);
        alerts.Rules.OfType<SpendBandAlertRule>().Should().ContainSingle().Which.MinRubles.Should().Be(1_000);
        alerts.Rules.OfType<SpendLimitAlertRule>().Should().HaveCount(2);
        alerts.Rules.OfType<DigestAlertRule>().Should().ContainSingle().Which.At.Should().Be(new TimeOnly(8, 30));
        alerts.Rules.OfType<SilenceAlertRule>().Should().BeEmpty();
        services.GetServices<IUsageAlertSink>().Should().ContainSingle().Which.Name.Should().Be("team");

        FluentActions
            .Invoking(() => Alerts(json.Replace("MinRubles", "MinRoubles", StringComparison.Ordinal)))
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("*MinRoubles is not a known setting*");
        FluentActions
            .Invoking(() => Alerts(json.Replace("silence", "silents", StringComparison.Ordinal)))
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("*no rule 'silents'*");

        static ServiceProvider Alerts(string json) =>
            new ServiceCollection()
                .AddGigaChatUsageTracking()
                .UseInMemory()
                .AddAlerts(
                    new ConfigurationBuilder()
                        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)))
                        .Build()
                        .GetSection("Alerts")
                )
                .Services.BuildServiceProvider();
    }
}
