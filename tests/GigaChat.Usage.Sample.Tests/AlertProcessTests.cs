using System.Diagnostics;
using System.Text;

namespace GigaChat.Usage.Sample.Tests;

/// <summary>Four processes watch one database, are killed and restarted, and each alert is sent once.</summary>
[TestFixture]
internal sealed class AlertProcessTests
{
    [Test]
    public async Task Four_processes_that_are_killed_and_restarted_send_each_alert_once()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "GigaChat.Usage.Benchmarks.dll");
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [program, "alert-processes", "--database", "postgres", "--processes", "4"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
            }
        )!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        if (
            (await errors).Contains("initdb was not found", StringComparison.Ordinal)
            && Environment.GetEnvironmentVariable("CI") != "true"
        )
            Assert.Ignore("PostgreSQL is not installed.");
        process.ExitCode.Should().Be(0, $"{output}{await errors}");
        await TestContext.Out.WriteLineAsync(output);
    }
}
