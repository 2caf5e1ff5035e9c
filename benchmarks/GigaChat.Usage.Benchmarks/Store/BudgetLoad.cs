using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using GigaChat.Usage.Budgets;
using GigaChat.Usage.Recording;
using Npgsql;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>
/// Calls at a steady rate from users nobody has seen yet, under two budgets by user, while their records are written to
/// the same database: how long
/// a call waits for its budgets, how many are sent without them, and how many connections that takes.
/// </summary>
internal static class BudgetLoad
{
    private const int HistoryEach = 20;
    private const int Estimate = 1_000;

    private static readonly UsageBudget[] Budgets =
    [
        new()
        {
            Name = "day",
            Scope = BudgetScope.User,
            Tokens = 100_000_000,
            Period = BudgetPeriod.Day,
        },
        new()
        {
            Name = "month",
            Scope = BudgetScope.User,
            Tokens = 100_000_000,
        },
    ];

    public static async Task<int> RunAsync(StoreTarget target, StoreOptions options, TextWriter output)
    {
        await SeedAsync(target, options.Users);
        using var store = target.OpenStore();
        using var budgetStore = target.OpenStore();
        await budgetStore.EnsureMigratedAsync(); // As an application does when it starts.
        var budgets = new GigaChatBudgets(
            Budgets,
            new GigaChatTokenUsage(budgetStore),
            new GigaChatBudgetServices { Store = options.IsShared ? new EfBudgetStore(budgetStore) : null }
        );
        if (options.IsWarm)
            await budgets.WarmUpAsync(); // As a host does when it starts.
        var (waits, failed) = (new ConcurrentQueue<(double Second, double Wait)>(), 0);
        var records = new ConcurrentQueue<UsageRecord>();
        using var end = new CancellationTokenSource();
        var writing = WriteAsync(store, records, end.Token);
        var watching = WatchAsync(target, end.Token);

        var (random, calls, spent) = (new Random(options.Seed), new List<Task>(), 0L);
        var (began, total) = (Stopwatch.GetTimestamp(), options.Rate * options.Seconds);
        while (calls.Count < total)
        {
            var elapsed = Stopwatch.GetElapsedTime(began);
            while (calls.Count < total && calls.Count < elapsed.TotalSeconds * options.Rate)
            {
                var (user, tokens, length) = (
                    random.Next(options.Users),
                    random.Next(100, Estimate),
                    random.Next(200, 1_000)
                );
                calls.Add(Task.Run(() => CallAsync(elapsed.TotalSeconds, user, tokens, length)));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }

        await Task.WhenAll(calls);
        var ended = Stopwatch.GetElapsedTime(began);
        var standings = await SettledAsync(budgets);
        var settled = Stopwatch.GetElapsedTime(began) - ended;
        await end.CancelAsync();
        await writing;
        var counted = (long)
            standings.Where(static status => status.Budget.Name == "day").Sum(static status => status.Used);
        var seen = standings
            .Where(static status => status.Budget.Name == "day")
            .Select(static status => int.Parse(status.Key!.AsSpan(5), CultureInfo.InvariantCulture))
            .ToHashSet();
        var expected = spent + (seen.Count * (long)HistoryEach);
        var (connections, load) = (await watching, await File.ReadAllTextAsync("/proc/loadavg"));
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {options.Database}, {(
                    options.IsShared ? "shared" : "unshared"
                )}: {options.Rate} calls/s for {options.Seconds} s from {options.Users} users, two budgets by user, cold
                added wait, first second:    {Quantiles(Waits(0, 1))}
                added wait, seconds 2 to 10: {Quantiles(Waits(1, 10))}
                added wait, all:             {Quantiles(Waits(0, double.MaxValue))}
                calls {calls.Count}, failed {failed}, sent unasked {budgets.SentUnasked?.Calls
                    ?? 0}; connections at most {connections}
                spent and recorded {expected}, counted {counted}; the last settlement came {settled.TotalSeconds:0.0} s after the last call; load of the machine {load}
                """
            )
        );
        return failed == 0 && budgets.SentUnasked is null && counted == expected ? 0 : 1;

        IEnumerable<double> Waits(double from, double to) =>
            waits.Where(it => it.Second >= from && it.Second < to).Select(static it => it.Wait);

        async Task CallAsync(double second, int user, int tokens, int length)
        {
            try
            {
                var asked = Stopwatch.GetTimestamp();
                var (ticket, _) = await budgets.ReserveAsync(
                    Guid.CreateVersion7(),
                    new BudgetCall($"user {user}", null, null, null, "GigaChat-2", 0, Estimate),
                    default
                );
                waits.Enqueue((second, Stopwatch.GetElapsedTime(asked).TotalMilliseconds));
                await Task.Delay(TimeSpan.FromMilliseconds(length), TimeProvider.System);
                var used = Used(user, tokens, TimeProvider.System.GetUtcNow());
                Interlocked.Add(ref spent, tokens);
                budgets.Settle(ticket!, used);
                records.Enqueue(used with { CreatedAt = ticket!.StartedAt });
            }
            catch (Exception)
            {
                Interlocked.Increment(ref failed);
            }
        }
    }

    private static UsageRecord Used(int user, long tokens, DateTimeOffset at) =>
        new()
        {
            CreatedAt = at,
            Operation = UsageOperation.TextGeneration,
            Model = "GigaChat-2",
            UserId = $"user {user}",
            TotalTokens = tokens,
            Source = UsageSource.Reported,
        };

    /// <summary>What is there already: some records a user, so that a counter has a history to begin with.</summary>
    private static async Task SeedAsync(StoreTarget target, int users)
    {
        using var store = target.OpenStore();
        await store.EnsureMigratedAsync();
        var now = TimeProvider.System.GetUtcNow();
        foreach (
            var batch in Enumerable
                .Range(0, users)
                .SelectMany(user => Enumerable.Range(0, HistoryEach).Select(_ => Used(user, 1, now)))
                .Chunk(1_000)
        )
            await store.AppendAsync(batch, default);
        await target.ExecuteAsync("ANALYZE"); // As a database has it that has been there for a while.
    }

    private static async Task WriteAsync(
        EfUsageStore store,
        ConcurrentQueue<UsageRecord> records,
        CancellationToken ended
    )
    {
        while (!ended.IsCancellationRequested || !records.IsEmpty)
        {
            var batch = new List<UsageRecord>();
            while (batch.Count < 1_000 && records.TryDequeue(out var record))
                batch.Add(record);
            if (batch.Count > 0)
                await store.AppendAsync(batch, default);
            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <returns>The most connections that the database had at once, but for the one that counts them.</returns>
    private static async Task<long> WatchAsync(StoreTarget target, CancellationToken ended)
    {
        if (target.IsSqlite)
            return 0;
        await using var connection = new NpgsqlConnection(target.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(CancellationToken.None);
        var most = 0L;
        while (!ended.IsCancellationRequested)
        {
            await using var command = new NpgsqlCommand(
                "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
                connection
            );
            most = Math.Max(most, (long)(await command.ExecuteScalarAsync(CancellationToken.None))!);
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        }

        return most;
    }

    private static async Task<IReadOnlyList<BudgetStatus>> SettledAsync(GigaChatBudgets budgets)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var standings = await budgets.GetStatusAsync();
            if (standings.All(static status => status.Reserved == 0) || patience.Elapsed > TimeSpan.FromMinutes(2))
                return standings;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    private static string Quantiles(IEnumerable<double> waits)
    {
        var sorted = waits.Order().ToList();
        return sorted.Count == 0
            ? "none"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"median {At(0.5):0.0} ms, 95 % {At(0.95):0.0} ms, 99 % {At(0.99):0.0} ms, most {sorted[^1]:0.0} ms"
            );

        double At(double share) => sorted[(int)((sorted.Count - 1) * share)];
    }
}
