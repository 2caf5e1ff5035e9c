namespace GigaChat.Usage.Tests.Pricing;

public sealed class TokenCostTests
{
    private static readonly DateTimeOffset Summer2026 = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    [TestCase(0, 0)]
    [TestCase(1, "0.0002")]
    [TestCase(12_345, "2.469")]
    [TestCase(5_000_000, 1000)]
    public void The_reference_formula_is_1000_rubles_for_5_million_tokens(long tokens, decimal rubles) =>
        TokenCost.Of(tokens).Should().Be(rubles);

    [Test]
    public void The_largest_count_has_a_cost() => TokenCost.Of(long.MaxValue).Should().Be(long.MaxValue * 0.0002m);

    [Test]
    public void A_flat_price_is_rubles_for_a_million_tokens() => TokenCost.Of(2_500_000, 65m).Should().Be(162.5m);

    [TestCase("GigaChat", 65)]
    [TestCase("GigaChat-2:2.0.28.2", 65)]
    [TestCase("gigachat-2-pro", 500)]
    [TestCase("GigaChat-Pro-preview:1.0.26.15", 500)]
    [TestCase("GigaChat-2-Max", 650)]
    [TestCase("Embeddings", 14)]
    [TestCase("Embeddings2", 14)]
    public void The_tariff_of_today_is_by_model(string model, decimal rubles) =>
        TokenCost.Of(1_000_000, model, Summer2026).Should().Be(rubles);

    [TestCase("GigaChat", 200)]
    [TestCase("GigaChat-2-Pro", 1500)]
    [TestCase("GigaChat-Max", 1950)]
    [TestCase("Embeddings-2", 40)]
    public void The_tariff_until_February_2026_is_kept(string model, decimal rubles)
    {
        TokenCost
            .Of(1_000_000, model, new DateTimeOffset(2026, 1, 31, 23, 59, 59, TimeSpan.FromHours(3)))
            .Should()
            .Be(rubles);
    }

    [Test, Property("Lesson", "L11")]
    public void A_missing_price_is_an_error_that_names_model_book_and_time()
    {
        FluentActions
            .Invoking(() => TokenCost.Of(1, "GigaChat-3-Ultra", Summer2026))
            .Should()
            .Throw<PriceMissingException>()
            .WithMessage("*Sber*GigaChat-3-Ultra*2026-07-01*")
            .Which.Model.Should()
            .Be("GigaChat-3-Ultra");
        TokenCost.TryOf(1, "GigaChat-3-Ultra", Summer2026, out _).Should().BeFalse();
        TokenCost.TryOf(1, null, Summer2026, out _).Should().BeFalse();
        TokenCost
            .Of(
                new UsageRecord
                {
                    CreatedAt = Summer2026,
                    Operation = UsageOperation.TextGeneration,
                    TotalTokens = 5,
                }
            )
            .Should()
            .BeNull();
    }

    [Test]
    public void The_price_is_tried_in_the_book_that_is_given()
    {
        TokenCost.TryOf(5_000_000, "anything", Summer2026, out var rubles, PriceBook.Reference).Should().BeTrue();
        rubles.Should().Be(1000m);
    }

    [Test]
    public void A_record_costs_by_its_parts_and_what_is_not_known_of_them_by_the_dearer_price()
    {
        var book = new PriceBook(
            "Split",
            [
                new ModelPrice
                {
                    Family = "m",
                    PromptRublesPerMillionTokens = 100m,
                    CompletionRublesPerMillionTokens = 400m,
                    CachedPromptRublesPerMillionTokens = 10m,
                    BatchMultiplier = 0.5m,
                },
            ]
        );
        var record = new UsageRecord
        {
            CreatedAt = Summer2026,
            Operation = UsageOperation.TextGeneration,
            Model = "m",
            TotalTokens = 1_000_000,
        };

        TokenCost.Of(record, book).Should().Be(400m);
        TokenCost.Of(record with { PromptTokens = 750_000 }, book).Should().Be(75m + 100m);
        TokenCost.Of(record with { CompletionTokens = 1_000_000 }, book).Should().Be(400m);
        TokenCost
            .Of(
                record with
                {
                    PromptTokens = 750_000,
                    CompletionTokens = 250_000,
                    CachedPromptTokens = 2_000_000,
                },
                book
            )
            .Should()
            .Be(75m + 100m + 20m);
        TokenCost
            .Of(record with { PromptTokens = 750_000, CompletionTokens = 250_000, IsBatch = true }, book)
            .Should()
            .Be(87.5m);
    }

    [Test]
    public void What_is_missing_is_the_callers_error()
    {
        FluentActions
            .Invoking(() => TokenCost.Of(1, null!, Summer2026))
            .Should()
            .Throw<ArgumentNullException>()
            .WithParameterName("model");
        FluentActions
            .Invoking(() => TokenCost.Of(null!))
            .Should()
            .Throw<ArgumentNullException>()
            .WithParameterName("record");
    }

    [Test]
    public void Negative_tokens_and_prices_are_refused()
    {
        FluentActions
            .Invoking(() => TokenCost.Of(-1))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithParameterName("tokens");
        FluentActions
            .Invoking(() => TokenCost.Of(-1, 5m))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithParameterName("tokens");
        FluentActions
            .Invoking(() => TokenCost.Of(1, -5m))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithParameterName("rublesPerMillionTokens");
        FluentActions
            .Invoking(() => TokenCost.Of(-1, "GigaChat", Summer2026))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithParameterName("tokens");
        FluentActions
            .Invoking(() => TokenCost.TryOf(-1, "GigaChat", Summer2026, out _))
            .Should()
            .Throw<ArgumentOutOfRangeException>();
    }
}
