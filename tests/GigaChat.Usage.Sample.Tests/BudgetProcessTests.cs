using System.Diagnostics;
using System.Text;

namespace GigaChat.Usage.Sample.Tests;

/// <summary>Processes of their own spend from one budget in one database, and one is killed in the middle of its calls
/// (L14).</summary>
[TestFixture]
internal sealed class BudgetProcessTests
{
    [TestCase("sqlite"), Property("Lesson", "L14"), CancelAfter(240_000)]
    [TestCase("postgres")]
    public async Task Two_processes_with_64_callers_never_overspend_and_what_a_killed_one_reserved_comes_back_L14(
        string database,
        CancellationToken cancellationToken
    )
    {
        var program = Path.Combine(AppContext.BaseDirectory, "GigaChat.Usage.Benchmarks.dll");
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [program, "budget-processes", "--database", database, "--processes", "2"])
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
        await TestContext.Out.WriteLineAsync(output);
    }
}
