using System.Net;
using System.Text.RegularExpressions;
using GigaChat.Usage.Attribution;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Addresses of forms and links: what is set, and nothing else.</summary>
[TestFixture]
internal sealed partial class AddressTests
{
    [TestCase("records?shown=dates&period=7d&from=2026-05-01&to=2026-05-03", "./records?period=7d")]
    [TestCase("records?shown=dates&period=all&from=2026-05-01&to=", "./records")]
    [TestCase("records?shown=dates&period=dates&from=2026-05-01&to=", "./records?from=2026-05-01")]
    [TestCase("records?shown=7d&period=7d&from=2026-05-01&to=", "./records?from=2026-05-01")]
    [TestCase("records?shown=7d&period=30d&from=2026-05-01&to=", "./records?period=30d")]
    [TestCase(
        "records?shown=all&period=all&q=&operation=&platform=web&from=&to=&model=&source=&outcome=&token-type=&user=&token=&generation=&size=50",
        "./records?platform=web"
    )]
    [TestCase("records?shown=all&period=all&tag=tenant%3Dacme&size=50", "./records?tag=tenant%3Dacme")]
    [TestCase("?shown=30d&from=&to=2026-05-02&measure=rubles&lang=ru", "./?to=2026-05-02&measure=rubles&lang=ru")]
    public async Task Form_request_redirects_to_an_address_with_the_chosen_period_and_without_empty_parameters(
        string sent,
        string expected
    )
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        using var response = await host.SendAsync(HttpMethod.Get, sent);
        response.StatusCode.Should().Be(HttpStatusCode.Redirect);
        response.Headers.Location!.OriginalString.Should().Be(expected);
        (await host.StatusAsync(expected)).Should().Be(200);
    }

    [Test]
    public async Task Own_dates_are_selected_in_the_list_of_periods()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        (await host.TextAsync("records?from=2026-05-01"))
            .Should()
            .Contain("<option value=\"dates\" selected>")
            .And.NotContain("<option value=\"all\" selected>");
    }

    [Test]
    public async Task Record_opened_from_a_filtered_list_leads_back_to_the_same_page_of_it()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var first = await host.TextAsync("records?platform=web&q=ом&size=25&lang=en");
        var list = await host.TextAsync(Link(first, "rel=\"next\" href"));
        var record = await host.TextAsync(Link(list, "class=\"time\"[^>]*><a href"));
        // Relative to the address of the record, one level deeper.
        var back = Link(record, "class=\"back\"><a href")["../".Length..];
        RowsOf(await host.TextAsync(back)).Should().Equal(RowsOf(list)).And.NotBeEmpty();
    }

    [Test]
    public async Task Search_leads_to_the_records_of_a_user_id_an_access_token_and_a_record_id(
        [Values] AccessTokenStorage storage
    )
    {
        const string Token = "0f3c9d9e-secret-of-a-user";
        const string Key = "a key of sixteen or more";
        var record = new UsageRecord
        {
            CreatedAt = TestUsage.Now,
            Operation = UsageOperation.TextGeneration,
            UserId = "teacher-42",
            AccessToken = new AccessTokenFingerprint(storage, Key).Of(Token),
        };
        var store = new InMemoryUsageStore();
        await store.AppendAsync([record, .. TestUsage.Records.Take(50)], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store, configure: services =>
            services.AddGigaChatUsageTracking(options =>
                (options.AccessTokens, options.FingerprintKey) = (storage, Key)
            )
        );
        RowsOf(await OpenAsync("teacher-42", PageText.English.UserIdColumn)).Should().Equal(record.Id);
        RowsOf(await OpenAsync(Token, PageText.English.TokenColumn)).Should().Equal(record.Id);
        (await OpenAsync(record.Id.ToString(), PageText.English.IdColumn)).Should().Contain("teacher-42");

        async Task<string> OpenAsync(string text, string link)
        {
            var html = await host.TextAsync($"records?q={text}&lang=en");
            var href = Regex
                .Match(html, $"<a href=\"([^\"]*)\">{link}</a>", RegexOptions.None, TimeSpan.FromSeconds(10))
                .Groups[1]
                .Value;
            href.Should().NotBeEmpty();
            return await host.TextAsync(WebUtility.HtmlDecode(href));
        }
    }

    private static string Link(string html, string before) =>
        WebUtility.HtmlDecode(
            Regex.Match(html, $"{before}=\"([^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(10)).Groups[1].Value
        );

    private static IEnumerable<Guid> RowsOf(string html) =>
        Rows().Matches(html).Select(static row => Guid.Parse(row.Groups["id"].Value));

    [GeneratedRegex("<tr data-id=\"(?<id>[^\"]+)\"", RegexOptions.None, 5_000)]
    private static partial Regex Rows();
}
