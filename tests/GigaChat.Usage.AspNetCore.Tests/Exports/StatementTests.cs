using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Statements of a month, and workbooks.</summary>
[TestFixture]
internal sealed class StatementTests
{
    private static readonly XNamespace Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Test]
    public async Task Statement_adds_up_to_the_cost_and_the_VAT_of_the_month(
        [Values("", "user", "operation", "tag:tenant")] string group
    )
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var cost = await host.Usage.GetCostAsync(
            new UsageFilter { From = ListTests.Moscow(2026, 4, 1), To = ListTests.Moscow(2026, 5, 1) }
        );
        var rows = JsonSerializer.Deserialize<JsonElement[]>(
            await host.TextAsync($"export/statement.json?month=2026-04&group={group}")
        )!;
        Sum("tokens").Should().Be(cost.Tokens);
        Sum("rubles").Should().Be(cost.Rubles);
        Sum("vatRubles").Should().BeApproximately(cost.VatRubles!.Value, 0.000001m);
        Sum("estimatedRubles").Should().Be(cost.EstimatedRubles);
        Sum("netRubles").Should().BeApproximately(cost.NetRubles!.Value, 0.000001m);
        rows.Where(static row => row.GetProperty("rubles").ValueKind == JsonValueKind.Null)
            .Sum(static row => row.GetProperty("tokens").GetInt64())
            .Should()
            .Be(cost.UnpricedTokens, "lines without a price are in the statement");

        var html = System.Net.WebUtility.HtmlDecode(
            await host.TextAsync($"statement?month=2026-04&group={group}&lang=en")
        );
        html.Should()
            .Contain("group=tag%3Atenant", "tags are offered")
            .And.Contain(Formats.English.Rubles(cost.Rubles))
            .And.Contain(Formats.English.Rubles(cost.VatRubles))
            .And.Contain(PageText.English.LowerBound(cost.UnpricedTokens));

        decimal Sum(string name) =>
            rows.Sum(row =>
                row.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : 0
            );
    }

    [Test]
    public async Task Month_with_a_change_of_prices_has_a_line_for_each_price()
    {
        var change = ListTests.Moscow(2026, 4, 16);
        var book = new PriceBook(
            "own",
            [
                ModelPrice.Flat("GigaChat-2", 100, effectiveTo: change) with
                {
                    VatPercent = 20,
                },
                ModelPrice.Flat("GigaChat-2", 300, effectiveFrom: change) with
                {
                    VatPercent = 22,
                },
            ]
        );
        var store = new InMemoryUsageStore();
        await store.AppendAsync([Record(change.AddDays(-1)), Record(change.AddDays(1))], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store, configure: services =>
            services.AddGigaChatUsageTracking().UsePriceBook(book)
        );
        var rows = JsonSerializer.Deserialize<JsonElement[]>(
            await host.TextAsync("export/statement.json?month=2026-04")
        )!;
        rows.Select(static row =>
                (
                    row.GetProperty("promptRublesPerMillion").GetDecimal(),
                    row.GetProperty("vatPercent").GetDecimal(),
                    row.GetProperty("rubles").GetDecimal()
                )
            )
            .Should()
            .BeEquivalentTo([(100m, 20m, 100m), (300m, 22m, 300m)]);
    }

    [Test]
    public async Task Workbook_has_the_rows_of_the_CSV_with_numbers_as_numbers(
        [Values("statement?month=2026-04&group=user", "records?user=u-3", "users?period=90d", "groups?group=model")]
            string table
    )
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var (name, query) = (table.Split('?')[0], table.Split('?')[1]);
        using var response = await host.SendAsync(HttpMethod.Get, $"export/{name}.xlsx?{query}&lang=en");
        response.Content.Headers.ContentType!.MediaType.Should().Be(ExportFormat.Xlsx.ContentType);
        var rows = Rows(await response.Content.ReadAsStreamAsync());
        var csv = Csv.Parse(await host.TextAsync($"export/{name}.csv?{query}&lang=en"), ',');
        rows.Should().HaveCount(csv.Count);
        rows[0].Select(static cell => cell.Text).Should().Equal(csv.First());
        var tokens = Array.FindIndex(csv.First(), static title => title == "Tokens");
        tokens.Should().BePositive();
        rows.Skip(1).Select(row => row[tokens].Text).Should().Equal(csv.Skip(1).Select(row => row[tokens]));
        rows.Skip(1).Should().OnlyContain(row => row[tokens].IsNumber);
    }

    [Test]
    public async Task Text_that_looks_like_a_formula_is_a_text_in_a_workbook()
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync([Record(TestUsage.Now) with { UserId = "=1+1" }], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store);
        using var response = await host.SendAsync(HttpMethod.Get, "export/records.xlsx");
        var rows = Rows(await response.Content.ReadAsStreamAsync());
        rows[1].Should().Contain(static cell => cell.Text == "=1+1" && !cell.IsNumber);
    }

    /// <summary>A spreadsheet opens 1,048,576 rows of a sheet; the limit of the test is lower.</summary>
    [Test]
    public async Task Sheet_that_is_full_is_followed_by_another_with_the_same_headings()
    {
        using var file = new MemoryStream();
        var view = new PageView(
            PageText.English,
            new PageLinks("./", null),
            TimeZoneInfo.Utc,
            TestUsage.Now,
            PriceBook.Sber
        )
        {
            InLanguage = static _ => "",
            Refreshing = static _ => "",
        };
        await using (
            var writer = new XlsxTableWriter(
                System.IO.Pipelines.PipeWriter.Create(file, new(leaveOpen: true)),
                [new DataColumn("tokens", "Tokens", CellKind.Count)],
                view,
                "records"
            )
            {
                RowsOfSheet = 10,
            }
        )
        {
            for (long i = 0; i < 30; i++)
            {
                writer.Row([i]);
                if (i % 7 == 0)
                    await writer.FlushAsync(default);
            }

            await writer.EndAsync(default);
        }

        file.Position = 0;
        using (var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true))
        {
            zip.Entries.Select(static entry => entry.FullName)
                .Where(static name => name.StartsWith("xl/worksheets/", StringComparison.Ordinal))
                .Should()
                .HaveCount(3);
            using var book = zip.GetEntry("xl/workbook.xml")!.Open();
            XDocument
                .Load(book)
                .Descendants(Sheet + "sheet")
                .Select(static sheet => sheet.Attribute("name")!.Value)
                .Should()
                .Equal("records", "records 2", "records 3");
        }

        for (var sheet = 1; sheet <= 3; sheet++)
        {
            var first = (sheet - 1) * 10;
            Rows(file, sheet)
                .Select(static row => row.Single().Text)
                .Should()
                .Equal([
                    "Tokens",
                    .. Enumerable
                        .Range(first, 10)
                        .Select(static row => row.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ]);
        }
    }

    private static UsageRecord Record(DateTimeOffset at) =>
        new()
        {
            CreatedAt = at,
            Operation = UsageOperation.TextGeneration,
            Model = "GigaChat-2",
            TotalTokens = 1_000_000,
            Source = UsageSource.Reported,
        };

    /// <summary>The cells of a sheet. A formula would be an element of its own, which there must not be.</summary>
    private static List<List<(string Text, bool IsNumber)>> Rows(Stream file, int number = 1)
    {
        if (file.CanSeek)
            file.Position = 0;
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        using var zip = new ZipArchive(copy);
        using var sheet = zip.Entries.Single(entry => entry.FullName == $"xl/worksheets/sheet{number}.xml").Open();
        var document = XDocument.Load(sheet);
        document.Descendants(Sheet + "f").Should().BeEmpty();
        return
        [
            .. document
                .Descendants(Sheet + "row")
                .Select(static row =>
                    row.Elements(Sheet + "c").Select(static cell => (cell.Value, cell.Attribute("t") is null)).ToList()
                ),
        ];
    }
}
