// Over 300 lines: a case for each setting of a price list.
using System.Text;
using CsCheck;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Tests.Pricing;

internal sealed class PriceBookLoadingTests
{
    private const string Book = """
        {
          // what the contract of March says
          "Name": "Ours",
          "Aliases": { "gpt-4o": "GigaChat-Max" },
          "Prices": [
            { "Family": "GigaChat-Max", "EffectiveTo": "2026-03-01", "RublesPerMillionTokens": 650, "BatchMultiplier": 0.5 },
            {
              "Family": "GigaChat-Max",
              "EffectiveFrom": "2026-02-28T21:00:00Z",
              "PromptRublesPerMillionTokens": 103.7,
              "CompletionRublesPerMillionTokens": 250.47,
              "CachedPromptRublesPerMillionTokens": 25,
              "VatPercent": 22,
              "IsVatIncluded": false,
            },
          ]
        }
        """;

    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(3));

    [Test]
    public void A_book_is_read_from_json_with_all_its_parts() => ShouldBeOurs(PriceBook.FromJson(Book));

    [Test]
    public void A_book_is_read_from_configuration_as_from_json()
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Pricing": {{Book}} }"""));

        ShouldBeOurs(
            PriceBook.FromConfiguration(new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("Pricing"))
        );
    }

    [Test]
    public void A_book_in_configuration_prices_the_applications_costs()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?> { ["Prices:BasedOn"] = "reference", ["Prices:Name"] = "Mine" }
            )
            .Build();
        var services = new ServiceCollection();
        services.AddGigaChatUsageTracking().UsePriceBook(configuration.GetSection("Prices"));
        using var provider = services.BuildServiceProvider();

        var prices = provider.GetRequiredService<GigaChatTokenUsage>().Prices;

        prices.Name.Should().Be("Mine");
        prices.Find("whatever", March)!.PromptRublesPerMillionTokens.Should().Be(200m);
    }

    [Test]
    public void A_book_may_be_based_on_a_list_by_name()
    {
        var book = PriceBook.FromJson(
            """{ "BasedOn": "Sber", "Prices": [ { "Family": "GigaChat", "EffectiveFrom": "2027-01-01", "RublesPerMillionTokens": 70 } ] }"""
        );

        book.Name.Should().Be("Sber");
        book.Find("GigaChat-2", March)!.PromptRublesPerMillionTokens.Should().Be(65m);
        book.Find("GigaChat-2", March.AddYears(1))!.PromptRublesPerMillionTokens.Should().Be(70m);
        book.Find("GigaChat-2", new DateTimeOffset(2025, 5, 1, 0, 0, 0, TimeSpan.Zero))!
            .PromptRublesPerMillionTokens.Should()
            .Be(200m);
        PriceBook.Named.Keys.Should().BeEquivalentTo("Sber", "Reference", "CloudRu");
    }

    private static IEnumerable<TestCaseData> BadBooks()
    {
        static TestCaseData Case(string name, string json, params string[] said) =>
            new TestCaseData(json, said).SetArgDisplayNames(name);
        static string Price(string rest, string family = "m") =>
            $$"""{ "Name": "Bad", "Prices": [ { "Family": "{{family}}", {{rest}} } ] }""";

        yield return Case("no JSON", "{", "not JSON");
        yield return Case(
            "unknown key at the root",
            """{ "Name": "x", "Price": [] }""",
            "Price is not a known setting",
            "Aliases, BasedOn, Name, Prices"
        );
        yield return Case(
            "a unit that is not known",
            Price("\"RublesPerThousandTokens\": 0.065"),
            "Prices:0:RublesPerThousandTokens is not a known setting",
            "PromptRublesPerMillionTokens",
            "2 to 100000"
        );
        yield return Case(
            "a price for 1,000 tokens",
            Price("\"RublesPerMillionTokens\": 0.065"),
            "Prices:0",
            "of m",
            "2 to 100000",
            "another number of tokens"
        );
        yield return Case(
            "a price for 5,000,000,000 tokens",
            Price("\"RublesPerMillionTokens\": 1000000"),
            "Prices:0",
            "2 to 100000"
        );
        yield return Case(
            "negative",
            Price("\"PromptRublesPerMillionTokens\": -65, \"CompletionRublesPerMillionTokens\": 65"),
            "Prices:0",
            "PromptRublesPerMillionTokens must be 0 or 2 to 100000"
        );
        yield return Case(
            "half a split",
            Price("\"PromptRublesPerMillionTokens\": 65"),
            "Prices:0 (m)",
            "CompletionRublesPerMillionTokens",
            "2 to 100000"
        );
        yield return Case(
            "flat and split",
            Price(
                "\"RublesPerMillionTokens\": 65, \"PromptRublesPerMillionTokens\": 65, \"CompletionRublesPerMillionTokens\": 65"
            ),
            "either"
        );
        yield return Case(
            "not a number",
            Price("\"RublesPerMillionTokens\": \"65,00\""),
            "Prices:0:RublesPerMillionTokens is '65,00'",
            "a number such as"
        );
        yield return Case(
            "a day without sense",
            Price("\"RublesPerMillionTokens\": 65, \"EffectiveFrom\": \"01.02.2026\""),
            "Prices:0:EffectiveFrom is '01.02.2026'",
            "2026-02-01"
        );
        yield return Case(
            "a moment without offset",
            Price("\"RublesPerMillionTokens\": 65, \"EffectiveFrom\": \"2026-02-01T00:00:00\""),
            "Prices:0:EffectiveFrom",
            "with its offset"
        );
        yield return Case(
            "batch in percent",
            Price("\"RublesPerMillionTokens\": 65, \"BatchMultiplier\": 50"),
            "Prices:0",
            "half price is 0.5"
        );
        yield return Case(
            "VAT as a share",
            Price("\"RublesPerMillionTokens\": 65, \"VatPercent\": 122"),
            "Prices:0",
            "between 0 and 50"
        );
        yield return Case(
            "VAT left open",
            Price("\"RublesPerMillionTokens\": 65, \"IsVatIncluded\": false"),
            "Prices:0",
            "has no VatPercent"
        );
        yield return Case(
            "no family",
            """{ "Name": "x", "Prices": [ { "RublesPerMillionTokens": 65 } ] }""",
            "Prices:0:Family is missing"
        );
        yield return Case(
            "no name",
            """{ "Prices": [ { "Family": "m", "RublesPerMillionTokens": 65 } ] }""",
            "Name is missing"
        );
        yield return Case("no prices", """{ "Name": "x" }""", "contains no Prices");
        yield return Case("prices are no list", """{ "Name": "x", "Prices": { "m": 65 } }""", "Prices must be a list");
        yield return Case(
            "unknown list",
            """{ "BasedOn": "Yandex" }""",
            "BasedOn is 'Yandex'",
            "CloudRu, Reference, Sber"
        );
        yield return Case(
            "alias to nowhere",
            """{ "BasedOn": "Sber", "Aliases": { "a": "b" } }""",
            "alias a refers to b"
        );
        yield return Case(
            "the same key twice",
            """{ "Name": "x", "name": "y", "Prices": [ { "Family": "m", "RublesPerMillionTokens": 65 } ] }""",
            "set twice"
        );
        yield return Case(
            "overlap",
            """{ "Name": "x", "Prices": [ { "Family": "m", "RublesPerMillionTokens": 65, "EffectiveTo": "2026-02-02" }, { "Family": "M", "RublesPerMillionTokens": 66, "EffectiveFrom": "2026-02-01" } ] }""",
            "overlap",
            "of m to 2026-02-02",
            "of M from 2026-02-01"
        );
        yield return Case(
            "gap",
            """{ "Name": "x", "Prices": [ { "Family": "m", "RublesPerMillionTokens": 65, "EffectiveTo": "2026-02-01" }, { "Family": "m", "RublesPerMillionTokens": 66, "EffectiveFrom": "2026-02-02" } ] }""",
            "gap",
            "of m to 2026-02-01",
            "of m from 2026-02-02"
        );
        yield return Case(
            "two problems",
            """{ "Name": "x", "Prices": [ { "Family": "m", "RublesPerMillionTokens": 0.065 }, { "Family": "n", "Rubles": 66 } ] }""",
            "Prices:0",
            "Prices:1:Rubles"
        );
    }

    [TestCaseSource(nameof(BadBooks)), Property("Lesson", "L12")]
    public void A_book_that_cannot_be_right_is_refused_and_the_error_names_entry_and_range(string json, string[] said)
    {
        var message = FluentActions
            .Invoking(() => PriceBook.FromJson(json))
            .Should()
            .Throw<Microsoft.Extensions.Options.OptionsValidationException>()
            .Which.Message;

        message.Should().ContainAll(said);
    }

    [Test]
    public void What_a_book_writes_it_reads()
    {
        var price = Gen.Select(
                Gen.Decimal[2m, 100_000m],
                Gen.Decimal[2m, 100_000m],
                Gen.Decimal[0.01m, 1m],
                Gen.Int[0, 50],
                Gen.Bool
            )
            .Select(
                (prompt, completion, batch, vat, included) =>
                    new ModelPrice
                    {
                        Family = "family",
                        PromptRublesPerMillionTokens = decimal.Round(prompt, 4),
                        CompletionRublesPerMillionTokens = decimal.Round(completion, 4),
                        CachedPromptRublesPerMillionTokens = decimal.Round(prompt, 1),
                        BatchMultiplier = decimal.Round(batch, 3),
                        VatPercent = vat == 50 ? null : vat,
                        IsVatIncluded = vat == 50 || included,
                    }
            );
        price
            .Array[1, 4]
            .Sample(prices =>
            {
                var followed = prices.Select(
                    (one, i) =>
                        one with
                        {
                            EffectiveFrom = i == 0 ? null : March.AddDays(i),
                            EffectiveTo = i == prices.Length - 1 ? null : March.AddDays(i + 1),
                        }
                );
                var book = new PriceBook("Кни\"га", followed, [new("alias", "family")]);

                var read = PriceBook.FromJson(book.ToJson());

                read.Name.Should().Be(book.Name);
                read.Prices.Should().Equal(book.Prices);
                read.FindFamily("alias").Should().Be("family");
            });
        PriceBook.FromJson(PriceBook.Sber.ToJson()).Prices.Should().Equal(PriceBook.Sber.Prices);
    }

    private static void ShouldBeOurs(PriceBook book)
    {
        book.Name.Should().Be("Ours");
        book.FindFamily("GPT-4o").Should().Be("GigaChat-Max");
        book.Find("GigaChat-2-Max", March.AddTicks(-1))
            .Should()
            .Be(ModelPrice.Flat("GigaChat-Max", 650m, effectiveTo: March, batchMultiplier: 0.5m));
        book.Find("GigaChat-2-Max", March)
            .Should()
            .Be(
                new ModelPrice
                {
                    Family = "GigaChat-Max",
                    EffectiveFrom = March,
                    PromptRublesPerMillionTokens = 103.7m,
                    CompletionRublesPerMillionTokens = 250.47m,
                    CachedPromptRublesPerMillionTokens = 25m,
                    VatPercent = 22m,
                    IsVatIncluded = false,
                }
            );
    }
}
