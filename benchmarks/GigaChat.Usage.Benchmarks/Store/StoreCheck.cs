using System.Diagnostics;
using System.Globalization;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>Checks and rebuilds the rollups of a database, and prints the time and the memory of each.</summary>
internal static class StoreCheck
{
    public static async Task<int> RunAsync(StoreTarget target, TextWriter output)
    {
        using var store = target.OpenStore();
        await output.WriteLineAsync("| work | seconds | managed memory at most, MB | working set at most, MB |");
        await output.WriteLineAsync("|---|---:|---:|---:|");
        var differences = 0;
        await MeasureAsync("check", async () => differences = (await store.CheckRollupsAsync()).Count);
        await output.WriteLineAsync($"{differences} differences");
        await MeasureAsync("rebuild", () => store.RebuildRollupsAsync());
        await MeasureAsync("check", async () => differences = (await store.CheckRollupsAsync()).Count);
        await output.WriteLineAsync($"{differences} differences");
        return differences == 0 ? 0 : 1;

        async Task MeasureAsync(string name, Func<Task> work)
        {
            var started = Stopwatch.GetTimestamp();
            await using var memory = new MemoryWatch();
            await work();
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} | {memory.Managed / 1_000_000} | {memory.WorkingSet / 1_000_000} |"
                )
            );
        }
    }
}
