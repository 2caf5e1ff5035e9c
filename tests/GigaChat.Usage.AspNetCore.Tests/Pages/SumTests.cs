using System.Net;
using System.Text.RegularExpressions;
using CsCheck;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Every bar and number leads to records with the same sum.</summary>
[TestFixture]
internal sealed partial class SumTests
{
    private static readonly string[] Users = ["u-1", "u-2", "u-3", "Анна & К°", "a/b?c=d"];
    private static readonly string?[] Models = ["GigaChat-2", "GigaChat-2-Max", "GigaChat-2-Pro", "unpriced", null];
    private static readonly string?[] Platforms = ["web", "telegram", null];

    private static readonly string[] Pages =
    [
        "?period=all",
        "?period=7d&by=model&measure=rubles",
        "?period=30d&step=week&platform=web",
        "?period=today&by=platform",
        "?from=2026-05-01&to=2026-05-10&step=month",
        "?user=u-1&period=90d",
        "?hour=2026-05-17T09Z",
        "groups?period=all",
        "groups?group=model&then=user&period=all",
        "groups?group=day&then=operation",
        "groups?group=hour&period=7d",
        "groups?group=hour-of-day&period=7d",
        "groups?group=week&period=90d",
        "groups?group=month&period=all&model=GigaChat-2-Pro",
        "groups?group=token&then=topic&period=all",
        "groups?group=generation&period=7d",
        "groups?group=tag:tenant&period=all",
        "groups?group=tag:tenant&then=day&period=30d",
        "groups?group=topic&then=user&period=all",
        "groups?group=platform&then=model&period=all",
        "groups?group=tag:tenant&then=user&period=all&without=platform",
        "?tag=tenant%3Da%2Fb&period=all",
        "?without=user&period=all",
        "?without=model,topic&period=90d&by=model",
        "?without-tag=tenant&period=30d",
        "quality?period=30d",
        "quality?period=all&without=user",
        "changes?period=7d",
        "changes?from=2026-05-06&to=2026-05-12",
        "changes?from=2026-05-06&to=2026-05-16&against=week&platform=web",
    ];

    private readonly HashSet<string> _ways = new(StringComparer.Ordinal);

    private static readonly Gen<UsageRecord[]> Usage = Gen.Select(
            Gen.Int[0, 60 * 24 * 20],
            Gen.Int[0, Users.Length],
            Gen.Int[0, Models.Length - 1],
            Gen.Int[0, Platforms.Length - 1],
            Gen.Long[0, 3_000_000],
            Gen.Int[0, 3]
        )
        .Select(
            static (minutes, user, model, platform, tokens, other) =>
                new UsageRecord
                {
                    CreatedAt = TestUsage.Now.AddMinutes(-minutes * (other + 1)),
                    Operation = UsageOperation.Known[other],
                    Model = Models[model],
                    UserId = user < Users.Length ? Users[user] : null,
                    UserName = user == 1 ? "Мария" : null,
                    AccessToken = $"token-{user}",
                    Platform = Platforms[platform],
                    Tags = other == 3 ? UsageTags.Empty : UsageTags.Of("tenant", other == 0 ? "a/b" : "acme & co"),
                    Topic = other == 0 ? null : $"topic {other}",
                    GenerationId = $"g-{other}",
                    TotalTokens = tokens,
                    PromptTokens = tokens / 3,
                    CompletionTokens = tokens - (tokens / 3),
                    Source = (UsageSource)(1 + (other % 2)),
                    Outcome = (UsageOutcome)other,
                }
        )
        .Array[1, 40];

    [Test]
    public async Task Sum_of_a_list_is_the_bar_or_number_that_leads_to_it()
    {
        var followed = 0;
        await Usage.SampleAsync(
            async records =>
            {
                var store = new InMemoryUsageStore();
                await store.AppendAsync(records, CancellationToken.None);
                await using var host = await DashboardHost.StartAsync(store);
                foreach (var page in Pages)
                    followed += await FollowAsync(host, page);
            },
            iter: 4,
            threads: 1
        );
        followed.Should().BeGreaterThan(300, "otherwise nothing was compared");
        _ways
            .Should()
            .Contain(
                ["without=user", "without=model", "without=platform", "without=topic", "without-tag=tenant"],
                "records without a value are listed too"
            );
    }

    [Test]
    public async Task Rows_of_a_list_of_groups_add_up_to_the_whole_and_equal_their_own_pages(
        [Values("user", "model", "topic", "token", "platform")] string group
    )
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var rows = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement[]>(
            await host.TextAsync($"export/groups.json?group={group}&period=90d")
        )!;
        var period = new UsageFilter { From = ListTests.Moscow(2026, 2, 17) };
        var cost = await host.Usage.GetCostAsync(period);
        rows.Sum(static row => row.GetProperty("tokens").GetInt64()).Should().Be(cost.Tokens);
        rows.Sum(static row =>
                row.GetProperty("rubles").ValueKind == System.Text.Json.JsonValueKind.Null
                    ? 0
                    : row.GetProperty("rubles").GetDecimal()
            )
            .Should()
            .Be(cost.Rubles);
        rows.Sum(static row => row.GetProperty("share").GetDouble()).Should().BeApproximately(1, 1e-9);

        var html = await host.TextAsync($"groups?group={group}&period=90d&lang=en");
        foreach (Match row in NamedRows().Matches(html).Take(4))
        {
            var page = await host.TextAsync(WebUtility.HtmlDecode(row.Groups["href"].Value));
            var tokens = SumLink().Match(page).Groups["sum"].Value;
            row.Groups["rest"].Value.Should().Contain($">{tokens}</a>", row.Groups["href"].Value);
        }
    }

    [Test]
    public async Task Rows_for_the_others_lead_to_lists_with_their_sum()
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync(
            [
                .. Enumerable
                    .Range(0, 300)
                    .Select(static i => new UsageRecord
                    {
                        CreatedAt = TestUsage.Now.AddHours(-i),
                        Operation = UsageOperation.TextGeneration,
                        UserId = i % 4 == 0 ? null : $"user-{i % 23}",
                        Model = i % 7 == 0 ? null : $"model-{i % 17}",
                        Platform = i % 9 == 0 ? null : $"platform-{i % 16}",
                        TotalTokens = i * 37 % 110 / 10,
                    }),
            ],
            CancellationToken.None
        );
        await using var host = await DashboardHost.StartAsync(store);
        foreach (
            var page in (string[])
                [
                    "?period=all",
                    "?period=7d&user=user-3",
                    "groups?group=user&beyond=10&period=all",
                    "groups?group=model&beyond=11&period=all&sort=requests",
                ]
        )
            await FollowAsync(host, page, most: 200);
        _ways.Should().Contain(["beyond=10", "beyond=11"]);
    }

    /// <summary>The sum of these values is kept when their records are deleted.</summary>
    [Test]
    public async Task Values_beyond_the_daily_limit_of_a_tag_lead_to_their_records()
    {
        const string Page = "groups?group=tag:order&period=30d&sort=-tokens";
        const string Others = "records?tag=order%3D%28others%29&lang=en";
        var folder = Directory.CreateTempSubdirectory("gigachat-usage-others-").FullName;
        using var store = new SqliteUsageStore($"Data Source={Path.Combine(folder, "usage.db")};Pooling=False");
        await store.AppendAsync(
            [
                .. Enumerable
                    .Range(0, 1_030)
                    .Select(static i => new UsageRecord
                    {
                        CreatedAt = TestUsage.Now.AddDays(-3).AddSeconds(i),
                        Operation = UsageOperation.TextGeneration,
                        Tags = UsageTags.Of("order", $"o-{i}"),
                        TotalTokens = 1,
                    }),
            ],
            CancellationToken.None
        );
        await using (var host = await DashboardHost.StartAsync(store))
        {
            await FollowAsync(host, Page);
            _ways.Should().Contain("tag=order%3D%28others%29");
            (await host.TextAsync(Page)).Should().Contain("MaxTagValuesPerDay");
            (await host.TextAsync(Others)).Should().Contain("order=Other values").And.NotContain("deleted by age");
        }

        await using (var context = store.CreateDbContext())
            await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(
                context.Database,
                "DELETE FROM gigachat_usage_records"
            );
        await using (var host = await DashboardHost.StartAsync(store))
        {
            (await host.TextAsync($"{Others}&sum=1"))
                .Should()
                .Contain("30&#xA0;records that the store has deleted by age");
        }

        Directory.Delete(folder, recursive: true);
    }
}
