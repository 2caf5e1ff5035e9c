using System.Diagnostics;
using System.Text;

namespace GigaChat.Usage.Sample.Tests;

/// <summary>Processes of their own write to one database: no deadlock, nothing lost, nothing doubled, rollups exact
/// (L2).</summary>
[TestFixture]
internal sealed class StoreProcessTests
{
    [TestCase("sqlite", 2), Property("Lesson", "L2"), CancelAfter(240_000)]
    [TestCase("postgres", 4)]
    public async Task Processes_share_a_database_L2(string database, int processes, CancellationToken cancellationToken)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "GigaChat.Usage.Benchmarks.dll");
        using var process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [program, "store-processes", "--database", database, "--processes", $"{processes}", "--seconds", "2"]
            )
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
            }
        )!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);

        if (
            (await errors).Contains("initdb was not found", StringComparison.Ordinal)
            && Environment.GetEnvironmentVariable("CI") != "true"
        )
            Assert.Ignore("PostgreSQL is not installed.");
        process.ExitCode.Should().Be(0, $"{output}{await errors}");
        output.Should().Contain(" 0 rollups differ");
    }
}
