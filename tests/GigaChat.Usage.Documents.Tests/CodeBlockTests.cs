namespace GigaChat.Usage.Documents.Tests;

/// <summary>What the documents tell a reader to write compiles.</summary>
[TestFixture]
internal sealed class CodeBlockTests
{
    private static IEnumerable<CodeBlock> Blocks =>
        Repository.Documents.SelectMany(static document => CodeBlock.All(document));

    [TestCaseSource(nameof(Blocks))]
    public void A_block_compiles(CodeBlock block) => BlockCompiler.Errors(block).Should().BeEmpty();

    [Test]
    public void A_block_that_is_wrong_is_told_with_its_line() =>
        BlockCompiler
            .Errors(new CodeBlock("README.md", 7, "var usage = new GigaChatTokenUsage();\nusage.Nonsense();\n"))
            .Should()
            .SatisfyRespectively(
                error => error.Should().StartWith("README.md:7: CS7036"),
                error => error.Should().StartWith("README.md:8: CS1061")
            );

    [TestCase("README.md", 2)]
    [TestCase("README.ru.md", 2)]
    [TestCase("docs/guide.ru.md", 8)]
    [TestCase("docs/usage.md", 2)]
    [TestCase("docs/recipes.md", 14)]
    public void The_blocks_of_a_document_are_found(string document, int atLeast) =>
        CodeBlock.All(document).Should().HaveCountGreaterThanOrEqualTo(atLeast);
}
