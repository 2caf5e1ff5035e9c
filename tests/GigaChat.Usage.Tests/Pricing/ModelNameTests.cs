using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.Tests.Pricing;

/// <summary>What is a model's name, what stands before it, and which family it is billed in.</summary>
[TestFixture]
internal sealed class ModelNameTests
{
    [TestCase("GigaChat:2.0.28.2", "GigaChat")]
    [TestCase("GigaChat-2-Max", "GigaChat-2-Max")]
    [TestCase("gigachat:GigaChat-2-Max", "GigaChat-2-Max")]
    [TestCase("gigachat/GigaChat-2-Max:2.0.28.2", "GigaChat-2-Max")]
    [TestCase("gigachat::GigaChat", "GigaChat")]
    [TestCase("GigaChat/GigaChat-3-Pro", "GigaChat-3-Pro")]
    [TestCase("ai-sage/GigaChat3.5-432B-A28B", "GigaChat3.5-432B-A28B")]
    [TestCase("ai-sage/Giga-Embeddings-instruct-3B", "Giga-Embeddings-instruct-3B")]
    [TestCase("sber/gigachat-2-max", "gigachat-2-max")]
    [TestCase("openai/gigachat/GigaChat-2", "GigaChat-2")]
    [TestCase("cloud.ru/GigaChat/GigaChat-2-Max:1", "cloud.ru/GigaChat-2-Max")]
    [TestCase("Qwen/Qwen3-235B", "Qwen/Qwen3-235B")]
    [TestCase(" GigaChat-2 ", "GigaChat-2")]
    [TestCase("", "")]
    [TestCase(null, "")]
    public void WithoutBuild_prefix_of_a_provider_is_left_out(string? model, string name) =>
        ModelName.WithoutBuild(model).Should().Be(name);

    [TestCase("Embeddings2", "Embeddings")]
    [TestCase("Embeddings-2", "Embeddings")]
    [TestCase("Embeddings-3B-2025-09", "Embeddings")]
    [TestCase("gigachat:GigaChat-2-Max", "GigaChat-Max")]
    [TestCase("gigachat/GigaChat-2-Max", "GigaChat-Max")]
    [TestCase("GigaChat/GigaChat-2-Pro-preview", "GigaChat-Pro")]
    [TestCase("sber/gigachat-2", "GigaChat")]
    public void Family_of_a_known_name_is_Sbers(string model, string family)
    {
        ModelName.FamilyOf(model).Should().Be(family);
        PriceBook.Sber.FindFamily(model).Should().Be(family);
    }

    [TestCase("EmbeddingsGigaR")]
    [TestCase("GigaEmbeddings-3B-2025-09")]
    [TestCase("gigachat/GigaChat-3-Ultra")]
    [TestCase("cloud.ru/GigaChat-2-Max")]
    [TestCase("polza.ai/gigachat-2-max")]
    public void Price_without_a_source_and_price_of_a_reseller_are_missing_from_Sbers_book(string model)
    {
        PriceBook.Sber.FindFamily(model).Should().BeNull();
        TokenCost.TryOf(1_000, model, DateTimeOffset.UnixEpoch, out _).Should().BeFalse();
    }

    [Test]
    public void Family_of_a_price_may_have_the_prefix_of_a_provider()
    {
        var book = new PriceBook(
            "Ours",
            [ModelPrice.Flat("gigachat/GigaChat-3-Pro", 700m)],
            [new("sber/gigachat-next", "GigaChat/GigaChat-3-Pro")]
        );

        book.Find("GigaChat-3-Pro", DateTimeOffset.UnixEpoch)!.CompletionRublesPerMillionTokens.Should().Be(700m);
        book.FindFamily("gigachat-next:1.0").Should().Be("GigaChat-3-Pro");
    }
}
