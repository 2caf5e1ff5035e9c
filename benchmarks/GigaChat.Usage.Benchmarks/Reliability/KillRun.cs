using System.Diagnostics;
using System.Globalization;
using System.Text;
using GigaChat.Usage.Benchmarks.Store;

namespace GigaChat.Usage.Benchmarks.Reliability;

/// <summary>Kills a process in the middle of its calls, again and again; then the database must hold every call that
/// had returned to its caller, each once.</summary>
internal static class KillRun
{
    public static async Task<int> RunAsync(ReliabilityOptions options, TextWriter output)
    {
        await using var target = await StoreTarget.OpenAsync(options.Database, options.ConnectionString);
        using var store = target.OpenStore();
        await store.EnsureMigratedAsync();
        await using var server = await GigaChatServer.StartAsync(static server => server.Balance.Clear());
        var folder = Directory.CreateTempSubdirectory("gigachat-usage-kill-");
        options = options with
        {
            ConnectionString = target.ConnectionString,
            Server = server.V1BaseAddress,
            Folder = folder.FullName,
            Durability = UsageDurability.Journaled,
        };
        try
        {
            for (var round = 1; round <= options.Rounds; round++)
            {
                var before = server.RequestCount;
                var began = Stopwatch.GetTimestamp();
                var lasted = await Task.WhenAll(
                    Enumerable.Range(0, options.Processes).Select(_ => CallAndKillAsync(options))
                );
                await output.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"kill {round, 2}: {server.RequestCount - before, 6} requests, killed after {string.Join(" and ", lasted.Select(static it => $"{it.TotalMilliseconds:F0}"))} ms of calls; {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s with the start"
                    )
                );
            }

            var replayed = await DrainAsync(options);
            return await CompareAsync(store, options, server, replayed, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<TimeSpan> CallAndKillAsync(ReliabilityOptions options)
    {
        using var process = Start(options with { Verb = "kill-calls" });
        while (await process.StandardOutput.ReadLineAsync() is { } line && line != KilledProcess.Ready)
        {
            // Not yet.
        }

        var began = Stopwatch.GetTimestamp();
#pragma warning disable CA5394 // When a process dies is no secret.
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(200, 2_500)), TimeProvider.System);
#pragma warning restore CA5394
        if (process.HasExited)
            throw new InvalidOperationException(
                $"The process ended by itself: {await process.StandardError.ReadToEndAsync()}"
            );
        process.Kill();
        var lasted = Stopwatch.GetElapsedTime(began);
        await process.WaitForExitAsync();
        return lasted;
    }

    private static async Task<string> DrainAsync(ReliabilityOptions options)
    {
        using var process = Start(options with { Verb = "kill-drain" });
        var errors = process.StandardError.ReadToEndAsync();
        var replayed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? replayed.Trim()
            : throw new InvalidOperationException(
                $"The last process ended with code {process.ExitCode}: {await errors}"
            );
    }

    private static async Task<int> CompareAsync(
        EfUsageStore store,
        ReliabilityOptions options,
        GigaChatServer server,
        string replayed,
        TextWriter output
    )
    {
        var stored = new Dictionary<string, int>(StringComparer.Ordinal);
        var page = new UsagePage { Size = UsagePage.MaxSize };
        do
        {
            var result = await store.ListAsync(UsageFilter.All, page);
            foreach (var record in result.Items)
                stored[record.GenerationId!] = stored.GetValueOrDefault(record.GenerationId!) + 1;
            page = page with { After = result.Next };
        } while (page.After is not null);

        var returned = Directory
            .GetFiles(options.Folder!, KilledProcess.Returned)
            .SelectMany(static path => File.ReadAllLines(path, Encoding.ASCII))
            .Where(static line => line.Length == 32)
            .ToHashSet(StringComparer.Ordinal);
        var missing = returned.Count(call => !stored.ContainsKey(call));
        var doubled = stored.Count(static call => call.Value > 1);
        var rollups = (await store.CheckRollupsAsync()).Count;
        var left = Directory.GetFiles(options.Folder!, "*.journal", SearchOption.AllDirectories).Length;
        var isLossless =
            missing == 0
            && doubled == 0
            && rollups == 0
            && left == 0
            && returned.Count > 0
            && stored.Count <= server.RequestCount;
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Database}, {options.Rounds} kills of {options.Processes}: {server.RequestCount} requests, {returned.Count} calls returned, {stored.Count} stored (the last process wrote {replayed} of them); missing {missing}, doubled {doubled}, rollups that differ {rollups}, journals left {left}: {(isLossless ? "nothing lost" : "NOT AS IT SHOULD BE")}"
            )
        );
        return isLossless ? 0 : 1;
    }

    private static Process Start(ReliabilityOptions options) =>
        Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    typeof(KillRun).Assembly.Location,
                    options.Verb,
                    "--database",
                    options.Database,
                    "--connection",
                    options.ConnectionString!,
                    "--server",
                    options.Server!.AbsoluteUri,
                    "--folder",
                    options.Folder!,
                    "--rate",
                    (options.Rate / options.Processes).ToString(CultureInfo.InvariantCulture),
                ]
            )
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}
