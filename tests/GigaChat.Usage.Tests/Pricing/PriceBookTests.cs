namespace GigaChat.Usage.Tests.Pricing;

public sealed class PriceBookTests
{
    private static readonly DateTimeOffset NewYear = new(2027, 1, 1, 0, 0, 0, TimeSpan.FromHours(3));

    [TestCase("GigaChat", "GigaChat")]
    [TestCase("GigaChat-2", "GigaChat")]
    [TestCase("GigaChat-Lite", "GigaChat")]
    [TestCase("GIGACHAT-2-LITE:2.0.1", "GigaChat")]
    [TestCase("GigaChat-2-preview", "GigaChat")]
    [TestCase("GigaChat-2-Pro-Preview:3", "GigaChat-Pro")]
    [TestCase(" GigaChat-Max ", "GigaChat-Max")]
    [TestCase("Embeddings-3B-2025-09", "Embeddings")]
    [TestCase("GigaEmbeddings-3B-2025-09", null)]
    [TestCase("GigaChat-3-Ultra", null)]
    [TestCase("GigaChat-3-Pro", null)]
    [TestCase("GigaChat-Plus", null)]
    [TestCase("GigaCheckDetection", null)]
    [TestCase("-preview", null)]
    [TestCase(":", null)]
    [TestCase("", null)]
    [TestCase(null, null)]
    public void Sbers_models_have_families(string? model, string? family) =>
        PriceBook.Sber.FindFamily(model).Should().Be(family);

    [Test]
    public void A_new_price_ends_the_open_one_of_its_family_and_history_keeps_the_old()
    {
        var book = PriceBook.Sber.With(ModelPrice.Flat("gigachat", 80m, effectiveFrom: NewYear));

        book.Find("GigaChat-2", NewYear.AddTicks(-1))!.PromptRublesPerMillionTokens.Should().Be(65m);
        book.Find("GigaChat-2", NewYear)!.PromptRublesPerMillionTokens.Should().Be(80m);
        book.Find("GigaChat-2-Pro", NewYear)!.PromptRublesPerMillionTokens.Should().Be(500m);
        PriceBook
            .Sber.Find("GigaChat", NewYear)!
            .PromptRublesPerMillionTokens.Should()
            .Be(65m, "a book does not change");
        book.Changes.Should()
            .Equal(NewYear.AddYears(-1), new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.FromHours(3)), NewYear);
    }

    [Test]
    public void A_new_price_cannot_change_the_past()
    {
        foreach (
            DateTimeOffset? start in new DateTimeOffset?[]
            {
                null,
                new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                new(2026, 2, 1, 0, 0, 0, TimeSpan.FromHours(3)),
            }
        )
        {
            FluentActions
                .Invoking(() => PriceBook.Sber.With(ModelPrice.Flat("GigaChat", 80m, start)))
                .Should()
                .Throw<ArgumentException>()
                .WithMessage("*overlap*");
        }
    }

    [Test]
    public void A_price_for_one_model_stands_before_that_of_its_family()
    {
        var book = PriceBook.Sber.With(
            ModelPrice.Flat("GigaChat-2-Pro", 450m),
            ModelPrice.Flat("GigaChat-Pro-preview", 300m)
        );

        book.Find("GigaChat-2-Pro", NewYear)!.PromptRublesPerMillionTokens.Should().Be(450m);
        book.Find("GigaChat-Pro", NewYear)!.PromptRublesPerMillionTokens.Should().Be(500m);
        book.Find("GigaChat-Pro-preview:7", NewYear)!.PromptRublesPerMillionTokens.Should().Be(300m);
    }

    [Test]
    public void Aliases_give_a_gateways_names_a_price()
    {
        var book = new PriceBook(
            "Gateway",
            PriceBook.Sber.Prices,
            new Dictionary<string, string> { ["gpt-4o"] = "GigaChat-2-Max" }
        );

        book.FindFamily("GPT-4o").Should().Be("GigaChat-Max");
        book.With(ModelPrice.Flat("other", 5m)).FindFamily("gpt-4o").Should().Be("GigaChat-Max");
    }

    [Test, Property("Lesson", "L11")]
    public void Time_without_a_price_is_a_missing_price()
    {
        var book = new PriceBook(
            "Gap",
            [ModelPrice.Flat("m", 10m, NewYear, NewYear.AddDays(1)), ModelPrice.Flat("m", 20m, NewYear.AddDays(2))]
        );

        book.Find("m", NewYear.AddTicks(-1)).Should().BeNull();
        book.Find("m", NewYear)!.PromptRublesPerMillionTokens.Should().Be(10m);
        book.Find("m", NewYear.AddDays(1)).Should().BeNull();
        book.Find("m", NewYear.AddDays(2))!.PromptRublesPerMillionTokens.Should().Be(20m);
    }

    [Test]
    public void Several_new_prices_of_a_family_end_the_old_one_at_the_first_of_them()
    {
        var book = PriceBook.Sber.With(
            ModelPrice.Flat("GigaChat", 90m, NewYear.AddYears(1)),
            ModelPrice.Flat("GigaChat", 80m, NewYear, NewYear.AddYears(1))
        );

        new[] { NewYear.AddTicks(-1), NewYear, NewYear.AddYears(1) }
            .Select(at => book.Find("GigaChat", at)!.PromptRublesPerMillionTokens)
            .Should()
            .Equal(65m, 80m, 90m);
        book.Prices.Select(price => price.Family).Should().BeInAscendingOrder(StringComparer.OrdinalIgnoreCase);
        book.Prices.Where(price => price.Family == "GigaChat")
            .Select(price => price.EffectiveFrom ?? DateTimeOffset.MinValue)
            .Should()
            .BeInAscendingOrder();
    }

    [TestCase(2)]
    [TestCase(100_000)]
    public void The_least_and_the_greatest_price_are_prices(decimal rubles) =>
        new PriceBook("Edge", [ModelPrice.Flat("m", rubles) with { VatPercent = 50m }])
            .Find("m", NewYear)!
            .PromptRublesPerMillionTokens.Should()
            .Be(rubles);

    [Test]
    public void What_is_missing_is_the_callers_error()
    {
        FluentActions
            .Invoking(() => new PriceBook(" ", []))
            .Should()
            .Throw<ArgumentException>()
            .WithParameterName("name");
        FluentActions
            .Invoking(() => new PriceBook("Ours", null!))
            .Should()
            .Throw<ArgumentNullException>()
            .WithParameterName("prices");
        FluentActions
            .Invoking(() => new PriceBook("Ours", [null!]))
            .Should()
            .Throw<ArgumentNullException>()
            .WithParameterName("price");
        FluentActions
            .Invoking(() => PriceBook.FromJson(null!))
            .Should()
            .Throw<ArgumentNullException>()
            .WithParameterName("json");
        FluentActions
            .Invoking(() => PriceBook.FromConfiguration(null!))
            .Should()
            .Throw<ArgumentNullException>()
            .WithParameterName("configuration");
        FluentActions
            .Invoking(() => PriceBook.Sber.With(null!))
            .Should()
            .Throw<ArgumentNullException>()
            .WithParameterName("prices");
        FluentActions
            .Invoking(() => new PriceBook("Ours", [ModelPrice.Flat("", 5m)]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A price must name its model family.*");
    }

    private static IEnumerable<TestCaseData> BadBooks()
    {
        static TestCaseData Case(string name, string message, params ModelPrice[] prices) =>
            new TestCaseData((object)prices, message).SetArgDisplayNames(name);

        yield return Case(
            "overlap",
            "*overlap*of m from 2027*of M from 2028*",
            ModelPrice.Flat("m", 5m, NewYear),
            ModelPrice.Flat("M", 6m, NewYear.AddYears(1))
        );
        yield return Case("twice", "*overlap*", ModelPrice.Flat("m", 5m), ModelPrice.Flat("m", 5m));
        yield return Case(
            "ends before it starts",
            "*ends before it starts*",
            ModelPrice.Flat("m", 5m, NewYear, NewYear)
        );
        yield return Case("negative", "*PromptRublesPerMillionTokens*0 or 2 to 100000*", ModelPrice.Flat("m", -1m));
        yield return Case("for 1,000 tokens", "*another number of tokens*", ModelPrice.Flat("m", 0.065m));
        yield return Case("absurdly dear", "*another number of tokens*", ModelPrice.Flat("m", 65_000_000m));
        yield return Case(
            "bad completion price",
            "*CompletionRublesPerMillionTokens*",
            ModelPrice.Flat("m", 5m) with
            {
                CompletionRublesPerMillionTokens = -5m,
            }
        );
        yield return Case(
            "bad cache price",
            "*CachedPromptRublesPerMillionTokens*",
            ModelPrice.Flat("m", 5m) with
            {
                CachedPromptRublesPerMillionTokens = 1m,
            }
        );
        yield return Case("batch in percent", "*half price is 0.5*", ModelPrice.Flat("m", 5m, batchMultiplier: 50m));
        yield return Case("no batch multiplier", "*half price is 0.5*", ModelPrice.Flat("m", 5m, batchMultiplier: 0m));
        yield return Case("no family", "*family*", ModelPrice.Flat(" ", 5m));
        yield return Case("a build", "*no build*", ModelPrice.Flat("m:1.0", 5m));
    }

    [TestCaseSource(nameof(BadBooks)), Property("Lesson", "L12")]
    public void A_book_that_cannot_be_right_is_refused(ModelPrice[] prices, string message)
    {
        FluentActions
            .Invoking(() => new PriceBook("Bad", prices))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(message);
    }

    [Test]
    public void Prices_that_touch_do_not_overlap_and_free_is_a_price()
    {
        var book = new PriceBook(
            "Free",
            [ModelPrice.Flat("m", 0m, effectiveTo: NewYear), ModelPrice.Flat("m", 5m, effectiveFrom: NewYear)]
        );

        book.Find("m", NewYear.AddTicks(-1)).Should().NotBeNull();
        TokenCost.Of(1000, "m", NewYear.AddTicks(-1), book).Should().Be(0m);
    }

    [Test]
    public void An_alias_must_lead_to_a_price_and_may_not_hide_one()
    {
        FluentActions
            .Invoking(() => Book("x", "no-such-model"))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("*x*no-such-model*");
        FluentActions
            .Invoking(() => Book("GigaChat-Max", "GigaChat"))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("*GigaChat-Max*itself*");

        static PriceBook Book(string alias, string target) => new("Bad", PriceBook.Sber.Prices, [new(alias, target)]);
    }
}
