using System.Diagnostics;
using System.Globalization;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>Checks and rebuilds the rollups of a database, and prints the time and the memory of each.</summary>
internal static class StoreCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

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
            var (managed, workingSet) = (0L, 0L);
            using var timer = new PeriodicTimer(Interval);
            var running = Task.Run(work);
            while (!running.IsCompleted)
            {
                using var process = Process.GetCurrentProcess();
                managed = Math.Max(managed, GC.GetTotalMemory(forceFullCollection: false));
                workingSet = Math.Max(workingSet, process.WorkingSet64);
                await timer.WaitForNextTickAsync();
            }

            await running;
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} | {managed / 1_000_000} | {workingSet / 1_000_000} |"
                )
            );
        }
    }
}
