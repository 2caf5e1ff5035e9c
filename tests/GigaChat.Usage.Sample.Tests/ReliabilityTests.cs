using System.Diagnostics;
using GigaChat.Usage.Benchmarks.Reliability;

namespace GigaChat.Usage.Sample.Tests;

/// <summary>The programs that kill processes and stop stores, in short.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class ReliabilityTests
{
    [Test]
    [Property("Lesson", "L1")]
    public Task A_killed_process_loses_no_call_that_had_returned([Values("sqlite", "postgres")] string database) =>
        RunAsync(database, "kill", "--rounds", "3", "--processes", "2", "--rate", "500");

    [Test, CancelAfter(240_000)]
    public async Task A_disk_that_takes_no_more_leaves_records_in_memory_and_loses_none(
        CancellationToken cancellationToken
    )
    {
        var folder = Directory.CreateTempSubdirectory("gigachat-usage-disk-");

        // Files of this process end at 200 KiB; the signal that would say so by ending the process is ignored.
        var start = new ProcessStartInfo(
            "bash",
            [
                "-c",
                "trap '' XFSZ; ulimit -f 200; exec \"$0\" \"$@\"",
                "dotnet",
                typeof(ReliabilityRun).Assembly.Location,
                "full-disk",
                "--folder",
                folder.FullName,
            ]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_EnableWriteXorExecute"] = "0" },
        };
        using var process = Process.Start(start)!;
        await using var killing = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        TestContext.Out.WriteLine(await process.StandardOutput.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);

        process.ExitCode.Should().Be(0, await errors);
        folder.Delete(recursive: true);
    }

    [Test]
    public Task A_store_that_is_stopped_and_started_again_costs_no_record(
        [Values("sqlite", "postgres")] string database,
        [Values] UsageDurability durability
    ) => RunAsync(database, "outage", "--seconds", "3", "--rate", "200", "--durability", $"{durability}");

    private static async Task RunAsync(string database, string verb, params string[] options)
    {
        try
        {
            (await ReliabilityRun.RunAsync([verb, "--database", database, .. options], TestContext.Out)).Should().Be(0);
        }
        catch (FileNotFoundException missing)
            when (database == "postgres" && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Ignore(missing.Message);
        }
    }
}
