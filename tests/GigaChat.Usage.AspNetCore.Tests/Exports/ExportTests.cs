using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Files of the list and of each table.</summary>
[TestFixture]
internal sealed partial class ExportTests
{
    private static IEnumerable<string> SectionIds => Sections.All.Select(static section => section.Id);

    [Test]
    public async Task The_list_as_JSON_is_every_record_newest_first()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var rows = JsonSerializer.Deserialize<JsonElement[]>(await host.TextAsync("export/records.json?lang=ru"))!;
        var records = Newest(TestUsage.Records);
        rows.Select(static row => row.GetProperty("id").GetGuid())
            .Should()
            .Equal(records.Select(static record => record.Id));
        for (var i = 0; i < rows.Length; i += 617)
        {
            var (row, record) = (rows[i], records[i]);
            row.GetProperty("createdAt").GetDateTimeOffset().Should().Be(record.CreatedAt);
            row.GetProperty("totalTokens").GetInt64().Should().Be(record.TotalTokens);
            row.GetProperty("topic").GetString().Should().Be(record.Topic);
            row.GetProperty("isBatch").GetBoolean().Should().Be(record.IsBatch);
            row.GetProperty("durationSeconds").GetDouble().Should().Be(record.Duration.TotalSeconds);
            (
                row.GetProperty("rubles") is { ValueKind: not JsonValueKind.Null } rubles
                    ? rubles.GetDecimal()
                    : (decimal?)null
            )
                .Should()
                .Be(TokenCost.Of(record));
        }
    }

    [Test]
    public async Task Tags_are_an_object_in_each_format()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var expected = Newest(TestUsage.Records.Where(static record => record.UserId == "u-3"))
            .ConvertAll(static record => record.Tags);
        expected.Should().Contain(UsageTags.Empty).And.Contain(static tags => tags.Count == 2);

        var rows = JsonSerializer.Deserialize<JsonElement[]>(await host.TextAsync("export/records.json?user=u-3"))!;
        var csv = Csv.Parse(await host.TextAsync("export/records.csv?lang=en&user=u-3"), ',');

        rows.Select(static row => TagsIn(row.GetProperty("tags").GetRawText())).Should().Equal(expected);
        var column = Array.IndexOf(csv[0], "Tags");
        csv.Skip(1).Select(row => TagsIn(row[column])).Should().Equal(expected);

        static UsageTags TagsIn(string json) =>
            json is "" or "null"
                ? UsageTags.Empty
                : UsageTags.FromPairs(JsonSerializer.Deserialize<Dictionary<string, string>>(json)!);
    }

    [Test]
    public async Task The_list_as_CSV_has_the_separators_and_dates_of_the_language()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var bytes = await (
            await host.SendAsync(HttpMethod.Get, "export/records.csv?lang=ru&user=u-3")
        ).Content.ReadAsByteArrayAsync();
        bytes.Take(3).Should().Equal(0xEF, 0xBB, 0xBF);
        var records = Newest(TestUsage.Records.Where(static record => record.UserId == "u-3"));
        var russian = Csv.Parse(System.Text.Encoding.UTF8.GetString(bytes, 3, bytes.Length - 3), ';');
        var english = Csv.Parse(await host.TextAsync("export/records.csv?lang=en&user=u-3"), ',');

        english.Should().HaveCount(records.Count + 1).And.HaveSameCount(russian);
        english[0].Should().ContainInOrder("Record", "Date and time", "Operation", "Tokens");
        russian[0].Should().ContainInOrder("Запись", "Дата и время", "Операция", "Токены");
        var moscow = TimeZoneInfo.ConvertTime(records[0].CreatedAt, ReportTimeZone.Default);
        english[1][1].Should().Be(moscow.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        russian[1][1].Should().Be(moscow.ToString("dd.MM.yyyy HH:mm:ss", CultureInfo.InvariantCulture));
        var cost = Array.IndexOf(english[0], "Cost, ₽ incl. VAT");
        english
            .Skip(1)
            .Select(row =>
                row[cost].Length == 0 ? (decimal?)null : decimal.Parse(row[cost], CultureInfo.InvariantCulture)
            )
            .Should()
            .Equal(
                records.Select(static record =>
                    TokenCost.Of(record) is { } rubles
                        ? Math.Round(rubles, 6, MidpointRounding.AwayFromZero)
                        : (decimal?)null
                )
            );
        russian
            .Skip(1)
            .Select(row => row[cost])
            .Should()
            .NotContain(static text => text.Contains('.', StringComparison.Ordinal));
    }

    [TestCaseSource(nameof(SectionIds))]
    public async Task Each_table_is_exported_and_both_forms_agree(string id)
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store, configure: TestMoney.Add);
        TestMoney.AddBalance(host.Services.GetRequiredService<GigaChatBalance>());
        await TestMoney.AddAlertAsync(host.Services.GetRequiredService<IUsageAlertStore>());
        using var response = await host.SendAsync(HttpMethod.Get, $"export/{id}.csv?lang=en&period=90d");
        response.StatusCode.Should().Be(System.Net.HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().Should().Be("text/csv; charset=utf-8");
        response.Content.Headers.ContentDisposition!.FileName.Should().Contain($"gigachat-usage-{id}.csv");
        var csv = Csv.Parse(await response.Content.ReadAsStringAsync(), ',');
        var json = JsonSerializer.Deserialize<JsonElement[]>(
            await host.TextAsync($"export/{id}.json?lang=en&period=90d")
        )!;
        csv.Skip(1).Should().HaveSameCount(json).And.NotBeEmpty();
        csv.Should().OnlyContain(row => row.Length == csv[0].Length);
        json.Should().OnlyContain(row => row.EnumerateObject().Count() == csv[0].Length);
    }

    [TestCaseSource(nameof(SectionIds))]
    public async Task JSON_export_is_the_same_in_every_language_and_has_the_documented_keys(string id)
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store, configure: TestMoney.Add);
        TestMoney.AddBalance(host.Services.GetRequiredService<GigaChatBalance>());
        await TestMoney.AddAlertAsync(host.Services.GetRequiredService<IUsageAlertStore>());
        var russian = await host.TextAsync($"export/{id}.json?period=90d", ("Accept-Language", "ru"));
        russian
            .Should()
            .Be(await host.TextAsync($"export/{id}.json?period=90d", ("Accept-Language", "en")))
            .And.NotContainAny("\u00A0", "₽");
        var documented = (
            await File.ReadAllLinesAsync(Path.Combine(RepositoryFolder.Find().FullName, "docs", "exports.md"))
        ).Single(line =>
            line.Split('|') is [_, var files, _, _] && files.Contains($"`{id}`", StringComparison.Ordinal)
        );
        foreach (var row in JsonSerializer.Deserialize<JsonElement[]>(russian)!)
            WithoutParentheses()
                .Replace(documented.Split('|')[2], "")
                .Split(',')
                .Select(static key => key.Trim().Trim('`'))
                .Should()
                .Equal(row.EnumerateObject().Select(static property => property.Name));
    }

    [Test]
    public async Task Users_are_exported_all_with_their_cost_and_the_calls_without_a_user_and_add_up()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var rows = JsonSerializer.Deserialize<JsonElement[]>(await host.TextAsync("export/users.json?period=all"))!;
        var cost = await host.Usage.GetCostAsync();
        rows.Should().HaveCount(25, "there are 24 users, and calls without one");
        rows.Sum(static row => row.GetProperty("tokens").GetInt64()).Should().Be(cost.Tokens);
        rows.Sum(static row => row.GetProperty("rubles").GetDecimal()).Should().Be(cost.Rubles);
        rows.Sum(static row => row.GetProperty("share").GetDouble()).Should().BeApproximately(1, 1e-9);
        rows.Single(static row => row.GetProperty("userId").ValueKind == JsonValueKind.Null)
            .GetProperty("tokens")
            .GetInt64()
            .Should()
            .Be(
                TestUsage.Records.Where(static record => record.UserId is null).Sum(static record => record.TotalTokens)
            );

        var page = System.Net.WebUtility.HtmlDecode(await host.TextAsync("?period=all&lang=en"));
        var top = rows.First(static row => row.GetProperty("userId").ValueKind != JsonValueKind.Null);
        page.Should()
            .Contain(PageText.English.OtherUsers)
            .And.Contain(Formats.English.Rubles(top.GetProperty("rubles").GetDecimal()));
    }

    [Test]
    public async Task Names_in_JSON_are_keys_and_prices_are_numbers()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        (await RowsAsync("operations"))
            .Select(static row => row.GetProperty("operation").GetString())
            .Should()
            .Contain(["TEXT_GENERATION", "СВОДКА"]);
        (await RowsAsync("platforms"))
            .Select(static row => row.GetProperty("platform").GetString())
            .Should()
            .BeEquivalentTo("web", "telegram", null);
        (await RowsAsync("recorder"))[0].GetProperty("counter").GetString().Should().Be("accepted");
        var price = host.Usage.Prices.Find("GigaChat-2-Pro", TestUsage.Now)!;
        (await RowsAsync("models"))
            .Single(static row => row.GetProperty("model").ValueEquals("GigaChat-2-Pro"))
            .GetProperty("promptRublesPerMillion")
            .GetDecimal()
            .Should()
            .Be(price.PromptRublesPerMillionTokens);
        var csv = Csv.Parse((await host.TextAsync("export/models.csv?lang=ru")).TrimStart('\uFEFF'), ';');
        csv.Single(static row => row[0] == "GigaChat-2-Pro")[3]
            .Should()
            .Be(
                price.PromptRublesPerMillionTokens.ToString("0.00####", CultureInfo.InvariantCulture).Replace('.', ',')
            );

        async Task<JsonElement[]> RowsAsync(string id) =>
            JsonSerializer.Deserialize<JsonElement[]>(await host.TextAsync($"export/{id}.json?lang=ru"))!;
    }

    [Test]
    public async Task The_days_add_up_to_the_period()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var days = JsonSerializer.Deserialize<JsonElement[]>(await host.TextAsync("export/days.json?period=30d"))!;
        var start = new DateTimeOffset(2026, 4, 18, 0, 0, 0, TimeSpan.FromHours(3));
        var cost = await host.Usage.GetCostAsync(new UsageFilter { From = start });
        days.Should().HaveCount(30);
        days.Sum(static day => day.GetProperty("tokens").GetInt64())
            .Should()
            .Be(await host.Usage.GetTotalTokensAsync(start))
            .And.Be(cost.Tokens);
        days.Sum(static day => day.GetProperty("rubles").GetDecimal()).Should().Be(cost.Rubles);
    }

    internal static List<UsageRecord> Newest(IEnumerable<UsageRecord> records) =>
        [
            .. records
                .OrderByDescending(static record => record.CreatedAt)
                .ThenByDescending(static record => record.Id.ToString(), StringComparer.Ordinal),
        ];

    [GeneratedRegex(@"\([^)]*\)", RegexOptions.None, 5_000)]
    private static partial Regex WithoutParentheses();
}
