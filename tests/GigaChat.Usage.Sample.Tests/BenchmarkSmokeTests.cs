using GigaChat.Usage.Benchmarks;

namespace GigaChat.Usage.Sample.Tests;

/// <summary>Each benchmark runs once, so that none rots.</summary>
[TestFixture]
internal sealed class BenchmarkSmokeTests
{
    private static IEnumerable<string> Names => SmokeRun.Names;

    [TestCaseSource(nameof(Names))]
    public Task Runs(string name) => SmokeRun.RunAsync(name);
}
