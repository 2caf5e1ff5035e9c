using System.Text.RegularExpressions;

namespace GigaChat.Usage;

/// <summary>A newcomer installs the packages, writes the README's first example and makes a call.</summary>
[TestFixture]
internal sealed partial class FirstExampleTests
{
    [Test]
    public async Task The_first_number_is_what_the_server_billed()
    {
        var output = await DotNet.RunAsync(Path.Combine(PackedLibraries.Consumers.FullName, "FirstExample"), "run");

        var recorded = Recorded().Match(output).Groups["tokens"].Value;
        TestContext.Out.WriteLine($"The first number: {recorded} tokens.");
        int.Parse(recorded, null).Should().BePositive();
        output.Should().Contain($"billed {recorded}\n").And.Contain("dashboard shown");
    }

    [TestCase("README.md")]
    [TestCase("README.ru.md")]
    public void The_program_is_the_first_example(string document)
    {
        var program = Lines(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Consumer", "FirstExample", "Program.cs"))
        );
        var example = Lines(
            FirstBlock()
                .Match(File.ReadAllText(Path.Combine(PackedLibraries.Repository.FullName, document)))
                .Groups["code"]
                .Value
        );

        example.Should().NotBeEmpty().And.BeSubsetOf(program);
    }

    private static List<string> Lines(string code) =>
        [
            .. code.Split('\n')
                .Select(static line => Comment().Replace(line, "").Trim())
                .Where(static line => line.Length > 0),
        ];

    [GeneratedRegex(@"^recorded (?<tokens>\d+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Recorded();

    [GeneratedRegex(
        @"```csharp\n(?<code>.*?)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1_000
    )]
    private static partial Regex FirstBlock();

    [GeneratedRegex(@"(^|\s)//.*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Comment();
}
