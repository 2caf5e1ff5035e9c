using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using GigaChat.Usage.Capture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Budgets.Tests.Balance;

internal sealed class BalanceTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 15, 12, 0, 0, TimeSpan.FromHours(3));

    [Test, Property("Lesson", "L18")]
    public async Task Three_percent_of_traffic_that_bypasses_the_handler_is_97_percent_coverage_with_the_missing_tokens_named()
    {
        await using var server = await GigaChatServer.StartAsync();
        await using var application = Application();
        var balance = application.GetRequiredService<GigaChatBalance>();
        using var tracked = Tracked(application, server);
        using var bypassing = new HttpClient { BaseAddress = server.V1BaseAddress };
        var told = new List<BalanceReconciliation>();
        balance.Uncovered += (_, uncovered) => told.Add(uncovered.Reconciliation);

        await balance.PollAsync(tracked);
        for (var call = 0; call < 100; call++)
            await AskAsync(call % 33 == 32 ? bypassing : tracked, "GigaChat-2-Pro");
        await AskAsync(tracked, "GigaChat-2");
        await tracked.GetStringAsync(new Uri("balance", UriKind.Relative));
        var result = await balance.ReconcileAsync();

        var each = server.Ledger[0].Tokens.Total;
        result
            .Families.Single(family => family.Family == "GigaChat-Pro")
            .Should()
            .BeEquivalentTo(
                new
                {
                    DrainedTokens = 100m * each,
                    RecordedTokens = 97 * each,
                    UnexplainedTokens = 3m * each,
                    Coverage = 0.97,
                }
            );
        result.Families.Single(family => family.Family == "GigaChat").Coverage.Should().Be(1);
        result.UnexplainedTokens.Should().Be(3 * each);
        result.IsAlert.Should().BeTrue();
        told.Should().Equal(result);
        balance
            .Snapshots.Should()
            .HaveCount(2, "a poll through a tracked client is one snapshot, and one that passes by is one too");
    }

    [Test, Property("Lesson", "L18")]
    public async Task Nothing_is_reported_when_all_traffic_passes()
    {
        await using var server = await GigaChatServer.StartAsync();
        await using var application = Application();
        var balance = application.GetRequiredService<GigaChatBalance>();
        using var tracked = Tracked(application, server);
        balance.Uncovered += static (_, _) => Assert.Fail("nothing is wrong");

        await balance.PollAsync(tracked);
        foreach (var model in new[] { "GigaChat", "GigaChat-2", "GigaChat-2-Pro", "GigaChat-2-Max", "GigaChat-Pro" })
            await AskAsync(tracked, model);
        await (
            await tracked.PostAsync(
                new Uri("embeddings", UriKind.Relative),
                new StringContent(
                    """{"model":"Embeddings","input":["один","два"]}""",
                    Encoding.UTF8,
                    "application/json"
                )
            )
        ).Content.ReadAsStringAsync();
        await balance.PollAsync(tracked);
        var result = await balance.ReconcileAsync(requiredCoverage: 1);

        result
            .Should()
            .BeEquivalentTo(
                new
                {
                    Coverage = 1.0,
                    UnexplainedTokens = 0m,
                    IsAlert = false,
                    IsPayAsYouGo = false,
                }
            );
        result
            .Families.Should()
            .HaveCount(4)
            .And.OnlyContain(family => family.OvercountedTokens == 0 && family.DrainedTokens > 0);
        result.Families.Sum(family => family.DrainedTokens).Should().Be(server.Ledger.TotalTokens);
    }

    [Test]
    public async Task Pay_as_you_go_is_a_normal_state()
    {
        await using var server = await GigaChatServer.StartAsync(static options => options.Balance.Clear());
        await using var application = Application();
        var balance = application.GetRequiredService<GigaChatBalance>();
        using var tracked = Tracked(application, server);

        var snapshot = await balance.PollAsync(tracked);
        await AskAsync(tracked, "GigaChat-2");
        (await tracked.GetAsync(new Uri("balance", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        var result = await balance.ReconcileAsync();

        snapshot.IsPayAsYouGo.Should().BeTrue();
        balance.Snapshots.Should().HaveCount(2).And.OnlyContain(seen => seen.IsPayAsYouGo);
        result
            .Should()
            .BeEquivalentTo(
                new
                {
                    IsPayAsYouGo = true,
                    IsAlert = false,
                    Coverage = 1.0,
                    From = (DateTimeOffset?)null,
                }
            );
        result.Families.Should().BeEmpty();
    }

    [Test]
    public async Task A_rise_of_the_balance_is_a_purchase_and_blurs_only_its_own_interval()
    {
        var balance = new GigaChatBalance(
            new GigaChatTokenUsage(
                new ListUsageReader(
                    Records.Of(100, Start.AddHours(0.5)),
                    Records.Of(40, Start.AddHours(1.5)),
                    Records.Of(60, Start.AddHours(2.5))
                ),
                timeProvider: new FakeTimeProvider(Start.AddHours(9))
            )
        );
        foreach (var (hour, left) in new[] { (0, 1_000m), (1, 900m), (2, 5_000m), (3, 4_920.5m) })
            balance.Add(
                new BalanceSnapshot(Start.AddHours(hour), new Dictionary<string, decimal> { ["GigaChat"] = left })
            );

        var result = await balance.ReconcileAsync();

        result
            .Families.Single()
            .Should()
            .BeEquivalentTo(
                new
                {
                    DrainedTokens = 179.5m,
                    RecordedTokens = 160,
                    WasToppedUp = true,
                    UnexplainedTokens = 19.5m,
                }
            );
        (await balance.ReconcileAsync(Start.AddHours(2))).Families.Single().WasToppedUp.Should().BeFalse();
        (await balance.ReconcileAsync(Start.AddHours(3))).Families.Should().BeEmpty("one snapshot compares to nothing");
    }

    [TestCase(
        """{"balance":[{"usage":"GigaChat","value":875673},{"usage":"embeddings","value":9998375.0},{"usage":"x"},5]}""",
        2
    )]
    [TestCase("""{"balance":[]}""", 0)]
    [TestCase("""{"status":200}""", null)]
    [TestCase("<html>", null)]
    public void Only_a_balance_is_a_snapshot(string json, int? families)
    {
        var body = new BalanceBody();
        foreach (var b in Encoding.UTF8.GetBytes(json))
            body.Add([b]);

        body.Read(200, Start)?.Tokens.Count.Should().Be(families);
        (body.Read(200, Start) is null).Should().Be(families is null);
        body.Read(500, Start).Should().BeNull();
    }

    private static ServiceProvider Application()
    {
        var services = new ServiceCollection();
        services.AddGigaChatUsageTracking().AddBalanceReconciliation();
        return services.BuildServiceProvider();
    }

    private static HttpClient Tracked(ServiceProvider application, GigaChatServer server)
    {
        var client = application.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = server.V1BaseAddress;
        return client;
    }

    private static async Task AskAsync(HttpClient client, string model)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "user", ["content"] = "Сколько токенов в этом тексте?" }
            ),
        };
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(
            new Uri("chat/completions", UriKind.Relative),
            content,
            Patience.Token
        );
        response.EnsureSuccessStatusCode();
    }
}
