using System.Net;
using System.Text.RegularExpressions;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Texts that mean something to a browser, a database or a spreadsheet come out as the texts they
/// are.</summary>
[TestFixture]
internal sealed partial class PayloadTests
{
    private static readonly string[] Payloads =
    [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</td></tr></table><h1>x",
        "javascript:alert(1)",
        "&lt;b&gt;",
        "'; DROP TABLE gigachat_usage_records;--",
        "%_%' OR '1'='1",
        "=HYPERLINK(\"http://evil\")",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\uFEFF=1+1",
        "{{7*7}}",
        "${7*7}",
        "a\u202Egnp.exe",
        "строка\nвторая",
        "＝1+1",
        "😀 ‮",
        "a&b=c#d?e",
        "</script><svg onload=alert(1)>",
    ];

    [TestCaseSource(nameof(Payloads))]
    public async Task A_payload_is_text_on_every_page(string payload)
    {
        var store = new InMemoryUsageStore();
        var record = Record(payload);
        await store.AppendAsync([record], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store);
        foreach (
            var address in (string[])
                [
                    "",
                    "?by=model",
                    "records",
                    $"records/{record.Id}",
                    $"records?q={Uri.EscapeDataString(payload.Replace("\n", "", StringComparison.Ordinal))}",
                ]
        )
        {
            var html = await host.TextAsync(address);
            // Quotes in texts are encoded, so every quote delimits an attribute: without their values only markup of
            // the page's own may be left.
            var markup = Quoted().Replace(html, "\"\"");
            var tags = Tags().Matches(markup).Select(static tag => tag.Value.ToLowerInvariant()).ToList();
            tags.Should()
                .NotContain(
                    static tag =>
                        tag.StartsWith("<script", StringComparison.Ordinal)
                        || tag.StartsWith("<h1 ", StringComparison.Ordinal),
                    address
                );
            tags.Where(static tag => tag.StartsWith("<img", StringComparison.Ordinal))
                .Should()
                .Equal("<img src=\"\" alt=\"\" width=\"\" height=\"\">");
            tags.SelectMany(static tag => Attributes().Matches(tag).Select(static match => match.Groups["name"].Value))
                .Should()
                .NotContain(
                    static name =>
                        name.StartsWith("on", StringComparison.Ordinal) || name == "style" || name == "srcdoc",
                    address
                );
            html.Split("<h1>").Should().HaveCount(2, address);
            Hrefs()
                .Matches(html)
                .Select(static match => match.Groups["to"].Value)
                .Should()
                .OnlyContain(
                    static href =>
                        href.StartsWith("./", StringComparison.Ordinal)
                        || href.StartsWith("../", StringComparison.Ordinal)
                        || href.StartsWith('#'),
                    address
                );
        }

        WebUtility.HtmlDecode(await host.TextAsync($"records/{record.Id}")).Should().Contain(payload);
        WebUtility.HtmlDecode(await host.TextAsync("records")).Should().Contain(payload.Split('\n')[0]);
    }

    [TestCaseSource(nameof(Payloads))]
    public async Task A_filter_of_a_payload_finds_its_record_and_no_other(string payload)
    {
        Assume.That(payload, Does.Not.Contain('\n'), "an address cannot hold it");
        var store = new InMemoryUsageStore();
        await store.AppendAsync([Record(payload), Record("harmless")], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store);
        foreach (
            var filter in (string[])["q", "platform", "user", "model", "operation", "token", "token-type", "generation"]
        )
        {
            var html = await host.TextAsync($"records?{filter}={Uri.EscapeDataString(payload)}");
            Rows().Count(html).Should().Be(1, filter);
            WebUtility.HtmlDecode(html).Should().Contain($"value=\"{payload}\"", filter);
        }
    }

    [TestCaseSource(nameof(Payloads))]
    public async Task A_payload_is_no_formula_in_a_spreadsheet(string payload)
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync([Record(payload)], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store);
        foreach (var export in (string[])["records", "users", "platforms", "models", "operations", "token-types"])
        {
            var english = Csv.Parse(await host.TextAsync($"export/{export}.csv?lang=en"), ',');
            var russian = Csv.Parse((await host.TextAsync($"export/{export}.csv?lang=ru")).TrimStart('\uFEFF'), ';');
            foreach (var cell in english.Concat(russian).SelectMany(static row => row))
                "=+-@\t\r＝＋－＠".Should().NotContain(cell.Length == 0 ? "x" : cell[..1], export);
            english
                .SelectMany(static row => row)
                .Select(static cell => cell.StartsWith('\'') ? cell[1..] : cell)
                .Should()
                .Contain(payload.StartsWith('\'') ? payload[1..] : payload, export);
        }
    }

    private static UsageRecord Record(string text) =>
        new()
        {
            CreatedAt = TestUsage.Now.AddMinutes(-1),
            Operation = new UsageOperation(text),
            Model = text,
            UserId = text,
            UserName = text,
            AccessToken = text,
            AccessTokenType = text,
            Platform = text,
            Topic = text,
            GenerationId = text,
            SessionId = text,
            RequestId = text,
            FinishReason = text,
            TotalTokens = 10,
        };

    [GeneratedRegex("<[a-zA-Z][^>]*>", RegexOptions.None, 1_000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s(?<name>[a-z-]+)", RegexOptions.None, 5_000)]
    private static partial Regex Attributes();

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.None, 5_000)]
    private static partial Regex Quoted();

    [GeneratedRegex("href=\"(?<to>[^\"]*)\"", RegexOptions.None, 1_000)]
    private static partial Regex Hrefs();

    [GeneratedRegex("<tr data-id=", RegexOptions.None, 1_000)]
    private static partial Regex Rows();
}
