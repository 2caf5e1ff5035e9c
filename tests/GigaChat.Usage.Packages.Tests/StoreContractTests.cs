using System.Text.RegularExpressions;

namespace GigaChat.Usage;

/// <summary>Somebody inherits the packaged contract for a store: here for the stores that come as packages
/// themselves.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
internal sealed partial class StoreContractTests
{
    private static string Folder => Path.Combine(PackedLibraries.Consumers.FullName, "StoreContract");

    [OneTimeSetUp]
    public Task BuildAsync() => DotNet.RunAsync(Folder, "build");

    [Test]
    public Task SQLite_keeps_the_contract() => RunAsync("SqliteContract");

    [Test]
    public async Task PostgreSQL_keeps_the_contract()
    {
        Environment.SetEnvironmentVariable("GIGACHAT_USAGE_TEST_POSTGRES", await PostgreSqlServer.GetAsync());
        await RunAsync("PostgreSqlContract");
    }

    private static async Task RunAsync(string fixture)
    {
        var output = await DotNet.RunAsync(Folder, "test", "--no-build", "--filter", $"FullyQualifiedName~{fixture}");

        var result = Result().Match(output);
        result.Success.Should().BeTrue(output);
        TestContext.Out.WriteLine(
            $"{result.Groups["passed"].Value} tests of the contract, {result.Groups["skipped"].Value} skipped."
        );
        int.Parse(result.Groups["passed"].Value, null).Should().BeGreaterThan(30);
        result.Groups["skipped"].Value.Should().Be("0");
    }

    [GeneratedRegex(
        @"Passed!\s+- Failed:\s+0, Passed:\s+(?<passed>\d+), Skipped:\s+(?<skipped>\d+),",
        RegexOptions.CultureInvariant,
        1_000
    )]
    private static partial Regex Result();
}
