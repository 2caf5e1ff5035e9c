using CsCheck;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Addresses that people and programs make up.</summary>
[TestFixture]
internal sealed class ParameterTests
{
    private static readonly string[] Names =
    [
        "q",
        "operation",
        "period",
        "from",
        "to",
        "platform",
        "model",
        "source",
        "outcome",
        "user",
        "token",
        "token-type",
        "generation",
        "size",
        "after",
        "before",
        "sum",
        "lang",
        "measure",
        "by",
        "",
        "Q",
        "page",
        "%",
        "__proto__",
    ];

    private static readonly string[] Values =
    [
        "",
        " ",
        "1",
        "0",
        "-1",
        "51",
        "99999999999999999999",
        "1e3",
        "NaN",
        "true",
        "ru",
        "7d",
        "30d",
        "all",
        "month",
        "last-month",
        "tokens",
        "rubles",
        "model",
        "2026-02-15",
        "2026-02-30",
        "0001-01-01",
        "9999-12-31",
        "2999-12-31",
        "2000-01-01",
        "01.02.2026",
        "TEXT_GENERATION",
        "web",
        "Reported",
        "reported",
        "Completed",
        "7",
        "'; DROP TABLE gigachat_usage_records;--",
        "%' OR 1=1 --",
        "<script>alert(1)</script>",
        "\"><img src=x>",
        "=1+1",
        "%00",
        "%ff%fe",
        "%ED%A0%80",
        "\uD83D\uDE00",
        "a%0D%0ASet-Cookie:x=1",
        "1768996171000000-0192f0c1000070008000000000000001",
        "9223372036854775807-00000000000070008000000000000001",
        "1-x",
        "%25",
        "ДРОБ",
        new string('я', 300),
        "%5F",
        "[\"a\"]",
        "{0}",
    ];

    private static readonly Gen<string> Queries = Gen.Select(
            Pick(Names),
            Gen.Frequency((4, Pick(Values)), (1, Gen.String[0, 12])),
            static (name, value) =>
                $"{name}={(value.Contains('%', StringComparison.Ordinal) ? value : Uri.EscapeDataString(value))}"
        )
        .Array[0, 5]
        .Select(static pairs => string.Join('&', pairs));

    private static readonly Gen<string> Addresses = Gen.Select(
        Pick([
            "",
            "records",
            "export/records.csv",
            "export/days.json",
            "export/models.csv",
            "records/01a20c8d-a0a6-7382-a8e2-f2de990e2634",
        ]),
        Queries,
        static (page, query) => $"{page}?{query}"
    );

    [Test]
    [CancelAfter(600_000)]
    public async Task Ten_thousand_made_up_addresses_are_answered_or_told_what_is_wrong()
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync([.. TestUsage.Records.Take(50)], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store);
        var addresses = new List<string>();
        Addresses.Sample(addresses.Add, iter: 10_000, threads: 1, seed: "0000KOIPe036");

        var bad = 0;
        await Parallel.ForEachAsync(addresses, async (address, cancellationToken) =>
        {
            using var response = await host.Client.GetAsync(address, cancellationToken);
            var status = (int)response.StatusCode;
            if (status == 400)
                Interlocked.Increment(ref bad);
            else
                status
                    .Should()
                    .BeOneOf([200, address.StartsWith("records/", StringComparison.Ordinal) ? 404 : 200], address);
        });
        bad.Should().BeInRange(1_000, 9_900, "some of them are wrong, and some are not");
    }

    [TestCase("records?period=8d", "period", "one of: today, 7d")]
    [TestCase("records?from=2026-02-30", "from", "2000-01-01")]
    [TestCase("records?from=2026-02-02&to=2026-02-01", "from", "must not be after")]
    [TestCase("records?size=501", "size", "1 to 500")]
    [TestCase("records?after=7", "after", "link")]
    [TestCase(
        "records?after=1768996171000000-0192f0c1000070008000000000000001&before=1768996171000000-0192f0c1000070008000000000000001",
        "before",
        "Only one"
    )]
    [TestCase("records?source=5", "source", "Reported")]
    [TestCase("records?q=a&q=b", "q", "once")]
    [TestCase("records?q=%00", "q", "control")]
    [TestCase("?measure=euros", "measure", "tokens, rubles")]
    [TestCase("export/days.csv?by=weight", "by", "operation, model")]
    public async Task What_is_wrong_is_told(string address, string parameter, string expected)
    {
        await using var host = await DashboardHost.StartAsync(new InMemoryUsageStore());
        using var response = await host.SendAsync(HttpMethod.Get, address);
        ((int)response.StatusCode).Should().Be(400);
        (await response.Content.ReadAsStringAsync()).Should().Contain($"“{parameter}”").And.Contain(expected);
    }

    private static Gen<string> Pick(string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
