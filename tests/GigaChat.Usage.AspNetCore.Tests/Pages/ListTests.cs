using System.Text.RegularExpressions;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The list, against a plain look at all records.</summary>
[TestFixture]
internal sealed partial class ListTests
{
    private static readonly string TokenOf25 = TestUsage
        .Records.First(static record => record.AccessToken?.StartsWith("25", StringComparison.Ordinal) == true)
        .AccessToken!;

    private static readonly TestCaseData[] Filters =
    [
        Case("operation=IMAGE_PROMPT", static record => record.Operation == UsageOperation.ImagePrompt),
        Case("operation=%D0%A1%D0%92%D0%9E%D0%94%D0%9A%D0%90", static record => record.Operation.Value == "СВОДКА"),
        Case("platform=telegram", static record => record.Platform == "telegram"),
        Case("model=GigaChat-2-Max", static record => record.Model == "GigaChat-2-Max"),
        Case("source=Estimated", static record => record.Source == UsageSource.Estimated),
        Case("outcome=Blocked", static record => record.Outcome == UsageOutcome.Blocked),
        Case("user=u-7&sum=1", static record => record.UserId == "u-7"),
        Case("token-type=DEMO", static record => record.AccessTokenType == "DEMO"),
        Case($"token={TokenOf25}&sum=1", static record => record.AccessToken == TokenOf25),
        Case("generation=lesson-17&sum=1", static record => record.GenerationId == "lesson-17"),
        Case("tag=tenant%3Dacme&sum=1", static record => record.Tags.Contains(new("tenant", "acme"))),
        Case("tag=feature%3Df3&operation=EMBEDDING&sum=1", static record =>
            record.Tags.Contains(new("feature", "f3")) && record.Operation == UsageOperation.Embedding
        ),
        Case("period=today", static record => record.CreatedAt >= Moscow(2026, 5, 17)),
        Case("period=7d", static record => record.CreatedAt >= Moscow(2026, 5, 11)),
        Case("period=month", static record => record.CreatedAt >= Moscow(2026, 5, 1)),
        Case("period=last-month", static record =>
            record.CreatedAt >= Moscow(2026, 4, 1) && record.CreatedAt < Moscow(2026, 5, 1)
        ),
        Case("period=year", static record => record.CreatedAt >= Moscow(2026, 1, 1)),
        Case("from=2026-05-01&to=2026-05-03", static record =>
            record.CreatedAt >= Moscow(2026, 5, 1) && record.CreatedAt < Moscow(2026, 5, 4)
        ),
        Case("to=2026-03-01", static record => record.CreatedAt < Moscow(2026, 3, 2)),
        Case("q=дРОБИ&sum=1", static record => Contains(record, "дроби")),
        Case("q=100%25&sum=1", static record => Contains(record, "100%")),
        Case("q=o%27neil&sum=1", static record => Contains(record, "o'neil")),
        Case("q=05token&sum=1", static record => Contains(record, "05token")),
        Case("q=LESSON-1999&sum=1", static record => Contains(record, "lesson-1999")),
        Case("q=ом&platform=web&outcome=Completed&operation=TEXT_GENERATION&period=90d&sum=1", static record =>
            Contains(record, "ом")
            && record.Platform == "web"
            && record.Outcome == UsageOutcome.Completed
            && record.Operation == UsageOperation.TextGeneration
            && record.CreatedAt >= Moscow(2026, 2, 17)
        ),
    ];

    [TestCaseSource(nameof(Filters))]
    public async Task A_filter_narrows_the_list_to_what_a_plain_look_finds(
        string query,
        Func<UsageRecord, bool> matches
    )
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var expected = ExportTests.Newest(TestUsage.Records.Where(matches));
        expected.Count.Should().BeInRange(1, query == "period=year" ? TestUsage.Count : TestUsage.Count - 1);

        var html = System.Net.WebUtility.HtmlDecode(await host.TextAsync($"records?{query}&size=100&lang=en"));
        Ids(html).Should().Equal(expected.Take(100).Select(static record => record.Id));
        var tokens = expected.Sum(static record => record.TotalTokens);
        Selection()
            .Match(html)
            .Value.Should()
            .Contain(PageText.English.Records(expected.Count))
            .And.Contain(PageText.English.Tokens(tokens))
            .And.Contain(PageText.English.Format.Rubles(expected.Sum(static record => TokenCost.Of(record) ?? 0)));
    }

    [Test]
    public async Task Every_page_forward_and_back_shows_each_record_once()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var expected = ExportTests
            .Newest(TestUsage.Records.Where(static record => record.UserId == "u-5"))
            .ConvertAll(static record => record.Id);
        var pages = new List<List<Guid>>();
        var (html, address) = ("", "records?user=u-5&size=60");
        for (string? next = address; next is not null; next = Link(html, "next"))
        {
            html = await host.TextAsync(next);
            pages.Add(Ids(html));
        }

        pages.SelectMany(static page => page).Should().Equal(expected);
        pages.Should().HaveCountGreaterThan(5);
        for (var i = pages.Count - 2; i >= 0; i--)
        {
            html = await host.TextAsync(Link(html, "prev")!);
            Ids(html).Should().Equal(pages[i]);
        }

        Link(html, "prev").Should().BeNull("it is the first page");
    }

    [Test]
    public async Task A_deep_page_is_asked_for_by_its_place_and_never_counted_up_to()
    {
        var store = new BrokenStore();
        await store.AppendAsync(TestUsage.Records, CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store);
        var deep = ExportTests.Newest(TestUsage.Records)[19_000];
        await host.TextAsync(
            $"records?after={Uri.EscapeDataString(new UsageCursor(deep.CreatedAt, deep.Id).ToString())}"
        );
        store
            .Pages.Should()
            .ContainSingle()
            .Which.Should()
            .Be(new UsagePage { Size = 50, After = new UsageCursor(deep.CreatedAt, deep.Id) });
    }

    [Test]
    public async Task What_is_summed_up_from_single_records_is_summed_up_only_when_asked(
        [Values("q=ом", "user=u-7", "generation=lesson-17")] string filter
    )
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var html = await host.TextAsync($"records?{filter}&lang=en");
        Selection().Match(html).Value.Should().Contain("sum=1").And.NotContain("records<");
    }

    [Test]
    public async Task The_filters_offer_what_there_is()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var html = await host.TextAsync("records?lang=ru&platform=gone");
        foreach (
            var value in (string[])
                ["telegram", "web", "GigaChat-3-Ultra", "DEVELOPER", "СВОДКА", "EMBEDDING", "Reported", "Blocked"]
        )
            html.Should().Contain($"<option value=\"{value}\">");
        html.Should().Contain("<option value=\"gone\" selected>", "a choice that nothing fits any more is still seen");
    }

    [TestCase("records/01a20c8d-a0a6-7382-a8e2-f2de990e2634")]
    [TestCase("records/1")]
    [TestCase("records/%3Cscript%3E")]
    public async Task A_record_that_does_not_exist_is_not_found(string address)
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        (await host.StatusAsync(address)).Should().Be(404);
    }

    internal static DateTimeOffset Moscow(int year, int month, int day) =>
        new(year, month, day, 0, 0, 0, TimeSpan.FromHours(3));

    private static List<Guid> Ids(string html) =>
        [.. Rows().Matches(html).Select(static row => Guid.Parse(row.Groups["id"].Value))];

    private static string? Link(string html, string rel) =>
        Regex.Match(html, $"rel=\"{rel}\" href=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1))
            is { Success: true } match
            ? System.Net.WebUtility.HtmlDecode(match.Groups[1].Value)
            : null;

    private static bool Contains(UsageRecord record, string text) =>
        new[] { record.Topic, record.UserName, record.AccessToken, record.GenerationId }.Any(value =>
            value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true
        );

    private static TestCaseData Case(string query, Func<UsageRecord, bool> matches) =>
        new TestCaseData(query, matches).SetArgDisplayNames(Uri.UnescapeDataString(query));

    [GeneratedRegex("<tr data-id=\"(?<id>[^\"]+)\"", RegexOptions.None, 5_000)]
    private static partial Regex Rows();

    [GeneratedRegex("<p class=\"sum\".*?</p>", RegexOptions.Singleline, 5_000)]
    private static partial Regex Selection();
}
