namespace GigaChat.Usage.Tests.Pricing;

/// <summary>A price of one's own under one of a family's further names.</summary>
[TestFixture]
internal sealed class AliasPriceTests
{
    private static readonly DateTimeOffset September = new(2026, 9, 1, 0, 0, 0, TimeSpan.FromHours(3));

    private const string Json = """
        { "Name": "Ours", "BasedOn": "Sber", "Prices": [
            { "Family": "GigaChat-2-Max", "EffectiveFrom": "2026-09-01", "RublesPerMillionTokens": 600 } ] }
        """;

    [TestCase("GigaChat-2-Max", 600)]
    [TestCase("gigachat/GigaChat-2-Max:2.0.28.2", 600)]
    [TestCase("GigaChat-2-Max-preview", 600)]
    [TestCase("GigaChat-Max", 650)]
    public void Price_of_an_alias_leaves_the_past_its_price_and_the_family_whole(string model, decimal price)
    {
        var book = PriceBook.FromJson(Json);

        book.FindFamily(model).Should().Be("GigaChat-Max");
        book.Find(model, September.AddTicks(-1))!.PromptRublesPerMillionTokens.Should().Be(650m);
        book.Find(model, September)!.PromptRublesPerMillionTokens.Should().Be(price);
        book.Find(model, September.AddYears(-1))!.PromptRublesPerMillionTokens.Should().Be(1950m);
        PriceBook
            .FromJson(book.ToJson())
            .Find(model, September)!
            .PromptRublesPerMillionTokens.Should()
            .Be(price, "what was written is read back");
    }

    [Test]
    public void Price_of_a_preview_leaves_the_past_the_price_of_its_model()
    {
        var book = PriceBook.Sber.With(ModelPrice.Flat("GigaChat-2-Pro-preview", 700m, September));

        book.Find("GigaChat-2-Pro-preview", September.AddTicks(-1))!.PromptRublesPerMillionTokens.Should().Be(500m);
        book.Find("GigaChat-2-Pro-preview", September)!.PromptRublesPerMillionTokens.Should().Be(700m);
        book.Find("GigaChat-2-Pro", September)!.PromptRublesPerMillionTokens.Should().Be(500m);
    }

    [Test]
    public void Alias_of_ones_own_has_the_price_of_the_model_it_leads_to()
    {
        var book = PriceBook.FromJson(
            Json.Replace(
                "\"Prices\"",
                "\"Aliases\": { \"gpt-4o\": \"GigaChat-2-Max\" }, \"Prices\"",
                StringComparison.Ordinal
            )
        );

        book.FindFamily("gpt-4o").Should().Be("GigaChat-Max");
        book.Find("gpt-4o", September)!.PromptRublesPerMillionTokens.Should().Be(600m);
        book.Find("gpt-4o", September.AddTicks(-1))!.PromptRublesPerMillionTokens.Should().Be(650m);
    }

    [Test]
    public void List_of_a_reseller_prices_its_own_calls_alone()
    {
        var book = PriceBook.FromJson("""{ "Name": "Both", "BasedOn": "Sber, CloudRu" }""");

        var resold = book.Find("cloud.ru/GigaChat-3-Pro", September)!;
        (
            resold.PromptRublesPerMillionTokens,
            resold.CompletionRublesPerMillionTokens,
            resold.VatPercent,
            resold.IsVatIncluded
        )
            .Should()
            .Be((85m, 205.3m, 22m, false));
        TokenCost.Of(1_000_000, "cloud.ru/GigaChat-2-Max", September, book).Should().BeApproximately(569.34m, 0.005m);
        book.Find("GigaChat-3-Pro", September).Should().BeNull("Sber has published none");
        book.Find("polza.ai/GigaChat-3-Pro", September).Should().BeNull("another seller has other prices");
        book.Find("GigaChat-2-Max", September)!.PromptRublesPerMillionTokens.Should().Be(650m);
    }
}
