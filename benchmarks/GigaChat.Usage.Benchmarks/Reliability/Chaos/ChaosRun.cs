using System.Diagnostics;
using System.Globalization;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Benchmarks.Reliability.Chaos;

/// <summary>
/// Several writers with a journal, a shared budget, retention and clocks of their own, and every few seconds a fault: a
/// kill, a halt, a clock that steps
/// by years, a flipped bit in a journal, an erased user, and what can happen to the database. At the end every call
/// that returned is stored once, or its
/// loss was counted.
/// </summary>
internal static class ChaosRun
{
    private const int OldRecords = 2_000;
    private const string ErasedTopic = "before the erasure";

    /// <summary>The tokens of one call at most, as far as the budget's overspending is concerned.</summary>
    private const long MostTokensACall = 400;

    private static readonly double[] ClockStepsInDays = [0, 0, 1.0 / 24, -1.0 / 24, 5 * 365, -5 * 365, 20 * 365];

    public static async Task<int> RunAsync(ChaosOptions options, TextWriter output)
    {
        await using var server = await GigaChatServer.StartAsync(static server => server.Balance.Clear());
        await using IChaosDatabase database = options.IsSqlite ? new SqliteChaos() : await PostgreSqlChaos.StartAsync();
        var folder = Directory.CreateTempSubdirectory("gigachat-usage-chaos-");
        using (var store = database.OpenStore(database.ConnectionOf(0)))
            await SeedAsync(store);

        var writers = Enumerable
            .Range(0, options.Writers)
            .Select(number => new ChaosProcess(
                options with
                {
                    Verb = "chaos-writer",
                    ConnectionString = database.ConnectionOf(number),
                    Server = server.V1BaseAddress,
                    Folder = folder.FullName,
                    Name = $"writer-{number}",
                }
            ))
            .ToList();
        try
        {
            foreach (var writer in writers)
                SteppedClock.Set(writer.Clock, TimeSpan.Zero);
            await Task.WhenAll(writers.Select(static writer => writer.StartAsync()));
            await output.WriteLineAsync(
                $"{options.Database}: {options.Writers} writers, {options.Rate} calls/s, {options.Minutes} minutes of faults, seed {options.Seed}."
            );
            var made = await MakeFaultsAsync(options, database, writers, folder, output);

            foreach (var writer in writers)
                SteppedClock.Set(writer.Clock, TimeSpan.Zero);
            await Task.WhenAll(writers.Select(static writer => writer.StopAsync()));
            await DrainAsync(
                options with
                {
                    Verb = "chaos-drain",
                    ConnectionString = database.ConnectionOf(0),
                    Server = server.V1BaseAddress,
                    Folder = folder.FullName,
                    Name = "drain",
                }
            );
            return await CompareAsync(options, database, folder, server, made, output);
        }
        finally
        {
            foreach (var writer in writers)
                writer.Dispose();
        }
    }

    /// <summary>Records that are past their time, and records of a person who is erased before the writers
    /// start.</summary>
    private static async Task SeedAsync(EfUsageStore store)
    {
        await store.EnsureMigratedAsync();
        var now = TimeProvider.System.GetUtcNow();
        UsageRecord[] old =
        [
            .. Enumerable
                .Range(0, OldRecords)
                .Select(i => new UsageRecord
                {
                    CreatedAt = now - TimeSpan.FromDays((19 * 365) + (i % 200)),
                    Operation = UsageOperation.TextGeneration,
                    TotalTokens = 10,
                    Topic = ErasedTopic,
                    UserId = "erased",
                }),
        ];
        await store.AppendAsync(old, default);
        await store.EraseUserAsync("erased");
    }

    private static async Task<Dictionary<string, int>> MakeFaultsAsync(
        ChaosOptions options,
        IChaosDatabase database,
        List<ChaosProcess> writers,
        DirectoryInfo folder,
        TextWriter output
    )
    {
        var random = new Random(options.Seed);
        List<(string Name, Func<Random, Task> Make)> faults =
        [
            ("kill -9", random => KillAsync(Any(writers, random), random)),
            ("kill -9 and a flipped bit", random => KillAndFlipAsync(Any(writers, random), folder, random)),
            ("SIGSTOP", random => Any(writers, random).HaltAsync(TimeSpan.FromSeconds(random.Next(1, 8)))),
            ("clock step", random => StepAsync(Any(writers, random), random)),
            ("erasure", random => EraseAsync(database, random)),
            .. database.Faults,
        ];
        var made = faults.ToDictionary(static fault => fault.Name, static _ => 0, StringComparer.Ordinal);
        var started = Stopwatch.GetTimestamp();
        var length = TimeSpan.FromMinutes(options.Minutes);
        var once = database.Once;
        while (Stopwatch.GetElapsedTime(started) < length)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500, 3_000)), TimeProvider.System);
            if (once is { } single && Stopwatch.GetElapsedTime(started) > length / 2)
            {
                await output.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Stopwatch.GetElapsedTime(started).TotalSeconds, 5:F0} s  {single.Name}"
                    )
                );
                await single.Make();
                made[single.Name] = 1;
                once = null;
            }

            var (name, make) = faults[random.Next(faults.Count)];
            await make(random);
            made[name]++;
        }

        return made;
    }

    private static ChaosProcess Any(List<ChaosProcess> writers, Random random) => writers[random.Next(writers.Count)];

    private static async Task KillAsync(ChaosProcess writer, Random random)
    {
        await writer.KillAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 1_000)), TimeProvider.System);
        await writer.StartAsync();
    }

    /// <summary>Flips a bit in a segment that a killed writer left.</summary>
    private static async Task KillAndFlipAsync(ChaosProcess writer, DirectoryInfo folder, Random random)
    {
        await writer.KillAsync();
        if (
            folder
                .GetFiles("*.journal", SearchOption.AllDirectories)
                .Where(static file => file.Length > 0)
                .OrderBy(static file => file.Name, StringComparer.Ordinal)
                .ToList() is
            { Count: > 0 } segments
        )
        {
            try
            {
                using var file = segments[random.Next(segments.Count)]
                    .Open(FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                file.Position = random.NextInt64(file.Length);
                var bits = file.ReadByte() ^ (1 << random.Next(8));
                file.Position--;
                file.WriteByte((byte)bits);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Its writer has just deleted it, or holds it for itself alone.
            }
        }

        await writer.StartAsync();
    }

    private static Task StepAsync(ChaosProcess writer, Random random)
    {
        SteppedClock.Set(writer.Clock, TimeSpan.FromDays(ClockStepsInDays[random.Next(ClockStepsInDays.Length)]));
        return Task.CompletedTask;
    }

    private static async Task EraseAsync(IChaosDatabase database, Random random)
    {
        try
        {
            using var store = database.OpenStore(database.ConnectionOf(0));
            await store.EraseUserAsync($"user {random.Next(20)}");
        }
        catch (UsageStoreException)
        {
            // The database is away: the next erasure is another one's.
        }
    }

    private static async Task DrainAsync(ChaosOptions options)
    {
        SteppedClock.Set(Path.Combine(options.Folder!, $"{options.Name}.clock"), TimeSpan.Zero);
        using var process = ChaosProcess.Launch(options);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"The last process ended with code {process.ExitCode}; see {options.Folder}."
            );
    }

    private static async Task<int> CompareAsync(
        ChaosOptions options,
        IChaosDatabase database,
        DirectoryInfo folder,
        GigaChatServer server,
        Dictionary<string, int> made,
        TextWriter output
    )
    {
        using (var store = database.OpenStore(database.ConnectionOf(0)))
            await store.DeleteRecordsOlderThanAsync(ChaosWriter.Retained);
        var tally = await ChaosTally.TakeAsync(database, folder.FullName, ErasedTopic);
        var journals = folder.GetFiles("*.journal", SearchOption.AllDirectories).Length;
        var kills = made.Where(static fault => fault.Key.StartsWith("kill", StringComparison.Ordinal))
            .Sum(static fault => fault.Value);
        var flips = made["kill -9 and a flipped bit"];

        // A killed process takes the settlements of its calls in flight with it: the budget may be overspent by as
        // much, and by what runs at the end.
        var allowed = ChaosWriter.Limit + ((kills + 1L) * options.Writers * ChaosWriter.Callers * MostTokensACall);
        var isExact =
            tally is { Doubled: 0, RollupDifferences: 0, OldLeft: 0, Erased: 0 }
            && tally.Missing <= tally.CountedLosses
            && tally.Missing <= flips
            && tally.RolledUp == tally.Stored + OldRecords
            && tally.MostInADay <= allowed
            && tally.Returned > 0;
        await output.WriteLineAsync(string.Join(", ", made.Select(static fault => $"{fault.Key} {fault.Value}")));
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {server.RequestCount} requests, {tally.Returned} calls returned, {tally.Stored} stored; missing {tally.Missing}, counted losses {tally.CountedLosses}, doubled {tally.Doubled}
                rollups hold {tally.RolledUp} (with {OldRecords} of old records), {tally.RollupDifferences} differ; old records left {tally.OldLeft}; erased texts left {tally.Erased}; journal files left {journals}
                budget of {ChaosWriter.Limit} a day: most used {tally.MostInADay}, at most {allowed} allowed
                {(
                    isExact
                        ? "Nothing lost that was not counted, nothing doubled."
                        : $"NOT AS IT SHOULD BE; see {folder.FullName}"
                )}
                """
            )
        );
        if (isExact)
            folder.Delete(recursive: true);
        return isExact ? 0 : 1;
    }
}
