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
        RunAsync(database, "kill", "--rounds", "3", "--rate", "500");

    [Test]
    public Task A_store_that_is_stopped_and_started_again_costs_no_record([Values("sqlite", "postgres")] string database, [Values] UsageDurability durability) =>
        RunAsync(database, "outage", "--seconds", "3", "--rate", "200", "--durability", $"{durability}");

    private static async Task RunAsync(string database, string verb, params string[] options)
    {
        try
        {
            (await ReliabilityRun.RunAsync([verb, "--database", database, .. options], TestContext.Out)).Should().Be(0);
        }
        catch (FileNotFoundException missing) when (database == "postgres" && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Ignore(missing.Message);
        }
    }
}
