using System.Text.RegularExpressions;
using GigaChat.Usage.Testing.NUnit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <summary>The dashboard and the diagnostics over ClickHouse show what they show over the store in memory.</summary>
[TestFixture]
internal sealed partial class DashboardTests : ClickHouseTests
{
    private static readonly string[] Pages =
    [
        "?period=30d&lang=en",
        "?period=30d&step=week&by=model&lang=en",
        "?from=2026-03-12&to=2026-03-15&platform=web&lang=en",
        "?user=user-2&period=all&lang=en",
        "groups?group=model&then=user&period=all&lang=en",
        "groups?group=hour-of-day&period=30d&lang=en",
        "groups?group=tag:tenant&then=day&period=30d&lang=en",
        "groups?group=token&period=all&lang=en",
        "changes?period=7d&lang=en",
        "quality?period=30d&lang=en",
        "statement?lang=en",
        "records?period=all&lang=en",
        "records?q=USER%203&period=all&lang=en",
        "export/groups.csv?group=day&then=operation&period=all&lang=en",
        "export/records.csv?period=all&lang=en",
        "api/v1/groups?group=user&period=all",
    ];

    [TestCase(false)]
    [TestCase(true)]
    public async Task Every_page_shows_what_it_shows_over_the_store_in_memory(bool isSealed)
    {
        var records = NaiveUsage.Spread(Noon, 400);
        var memory = new InMemoryUsageStore();
        var store = Database.Open();
        await memory.AppendAsync(records, default);
        await store.AppendAsync(records, default);
        if (isSealed)
            (await store.SealAsync()).Should().Be(16);
        await using var expected = await StartAsync(memory);
        await using var dashboard = await StartAsync(store);
        using var client = new HttpClient();

        foreach (var page in Pages)
        {
            var text = await ReadAsync(client, dashboard, page);
            text.Should().Be(await ReadAsync(client, expected, page), because: page);
            text.Should().MatchRegex("[1-9]");
        }
    }

    [Test]
    public async Task The_diagnostics_find_nothing_wrong_and_name_tables_of_another_version()
    {
        var store = Database.Open();
        await store.AppendAsync([Record(TimeProvider.System.GetUtcNow()) with { Model = "GigaChat-2" }], default);
        await using var dashboard = await StartAsync(store, TimeProvider.System);
        var doctor = dashboard.Services.GetRequiredService<GigaChatUsageDoctor>();
        using var client = new HttpClient();

        var report = await doctor.ExamineAsync();

        report.Findings.Where(finding => finding.Severity > UsageFindingSeverity.Notice).Should().BeEmpty();
        (await ReadAsync(client, dashboard, "diagnosis?lang=en")).Should().NotContain(UsageFindingCode.SchemaNewer);

        await Database.ExecuteAsync(
            "INSERT INTO gigachat_usage_state (name, value, at) SELECT 'schema_version', '99', toUnixTimestamp64Micro(now64(6))"
        );
        (await doctor.ExamineAsync())
            .Findings.Where(finding => finding.Severity > UsageFindingSeverity.Notice)
            .Should()
            .ContainSingle()
            .Which.Code.Should()
            .Be(UsageFindingCode.SchemaNewer);
    }

    private static async Task<WebApplication> StartAsync(IUsageStore store, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var still = new FakeTimeProvider(Noon.AddDays(20));
        builder.Services.AddSingleton(clock ?? still);
        builder.Services.AddSingleton(new TimeLimitClock(still));
        builder
            .Services.AddGigaChatUsageTracking(static options => options.ShutdownTimeout = TimeSpan.Zero)
            .UseStore(_ => store);
        var app = builder.Build();
        app.MapGigaChatUsageDashboard();
        await app.StartAsync();
        return app;
    }

    /// <summary>Reads a page, without the port of its server.</summary>
    private static async Task<string> ReadAsync(HttpClient client, WebApplication app, string page)
    {
        using var response = await client.GetAsync(new Uri($"{app.Urls.Single()}/gigachat-usage/{page}"));
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.Should().BeTrue(because: $"{page}: {text}");
        return Port().Replace(text, "");
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+", RegexOptions.None, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Port();
}
