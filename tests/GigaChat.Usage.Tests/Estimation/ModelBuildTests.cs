using GigaChat.Usage.Estimation;

namespace GigaChat.Usage.Tests.Estimation;

internal sealed class ModelBuildTests
{
    [TestCase("GigaChat:1.0.26.20", "First")]
    [TestCase("GigaChat-Pro:2.2.25.3", "First")]
    [TestCase("GigaChat-Plus:3.1.25.3", "First")]
    [TestCase("GigaChat-Pro:2.0.28.2", "Second", Description = "generation 2 answers to the older names too")]
    [TestCase("GigaChat-2-Max:2.0.30.01", "Second")]
    [TestCase("GigaChat-3-Ultra:32.3.18.5", "Third")]
    [TestCase("GigaChat", "Second")]
    [TestCase("GigaChat-Lite", "Second")]
    [TestCase("gigachat-2-pro", "Second")]
    [TestCase("GigaChat-Pro", "First")]
    [TestCase("GigaChat-3-Pro", "Third")]
    [TestCase("ai-sage/GigaChat3-10B-A1.8B", "Third")]
    [TestCase("GigaChat/GigaChat-2-Max", "Second")]
    [TestCase("gigachat:GigaChat-2-Max", "Second")]
    [TestCase("Embeddings", "First")]
    [TestCase("gpt-4o", "Third")]
    [TestCase("", "Third")]
    [TestCase(":", "Third")]
    [TestCase("GigaChat:2", "Second")]
    [TestCase("GigaChat:999999999999.1.1", "Second")]
    public void Generation_is_read_from_the_build_or_else_from_the_name(string model, string generation) =>
        ModelBuild.GenerationOf(model).ToString().Should().Be(generation);

    [TestCase("GigaChat:2.0.28.2", "GigaChat")]
    [TestCase("GigaChat:v1.2.19.2", "GigaChat")]
    [TestCase("gigachat:GigaChat-2-Max", "gigachat:GigaChat-2-Max")]
    [TestCase("GigaChat-2-Max", "GigaChat-2-Max")]
    [TestCase(":2", ":2")]
    public void Name_loses_its_build_and_nothing_else(string model, string name) =>
        ModelBuild.WithoutBuild(model).ToString().Should().Be(name);
}
