using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <content>Budgets from configuration.</content>
internal sealed partial class BudgetTests
{
    [Test]
    public async Task Budgets_from_configuration_hold_the_factorys_clients()
    {
        var services = new ServiceCollection();
        services
            .AddGigaChatUsageTracking()
            .AddBudgets(
                Section(
                    """[ { "Name": "all", "Tokens": 10, "Period": "day", "Action": "TooManyRequests", "Thresholds": [ 50 ] } ]"""
                )
            );
        services.AddHttpClient("g").ConfigurePrimaryHttpMessageHandler(static () => new OkHandler());
        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("g");

        using var response = await client.PostAsync(
            new Uri("https://api.giga.chat/v1/chat/completions"),
            new StringContent(BudgetedClient.Body(20))
        );

        response.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        provider
            .GetRequiredService<GigaChatBudgets>()
            .Budgets.Single()
            .Should()
            .BeEquivalentTo(
                new UsageBudget
                {
                    Name = "all",
                    Tokens = 10,
                    Period = BudgetPeriod.Day,
                    Action = BudgetAction.TooManyRequests,
                    Thresholds = [50],
                }
            );
    }

    private static IConfigurationSection Section(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "B": {{json}} }"""));
        return new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("B");
    }
}
