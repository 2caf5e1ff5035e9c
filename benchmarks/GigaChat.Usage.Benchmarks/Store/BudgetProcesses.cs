using System.Diagnostics;
using System.Globalization;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>64 callers in several processes spend from one budget in one database until it is used up, and another process dies in the middle of its calls; then nobody may have overspent.</summary>
internal static class BudgetProcesses
{
    private const int Callers = 64;
    private const int Estimate = 100;
    private const int Limit = 40_000;
    private const int Died = 5;

    private static readonly UsageBudget[] Budgets =
    [
        new() { Name = "all", Tokens = Limit },
        new() { Name = "each", Scope = BudgetScope.User, Tokens = Limit },
    ];

    public static async Task<int> RunAsync(StoreTarget target, StoreOptions options, TextWriter output)
    {
        using var store = target.OpenStore();
        await store.EnsureMigratedAsync();
        await EndAsync(Start(target, options, seed: 0)); // Seed 0 dies with reservations it never settles.
        var callers = Enumerable.Range(1, options.Processes).Select(seed => Start(target, options, seed)).ToList();
        var spent = 0L;
        foreach (var caller in callers)
        {
            var (code, line) = await EndAsync(caller);
            if (code != 0 || !long.TryParse(line, CultureInfo.InvariantCulture, out var tokens))
            {
                await output.WriteLineAsync($"A caller ended with code {code}. {line}");
                return 1;
            }

            spent += tokens;
        }

        var status = (await Service(store, TimeProvider.System).GetStatusAsync()).Single(static status => status.Budget.Name == "all");

        // After the lease of the process that died its room is used by whoever asks for it.
        var later = Service(store, new LaterTime());
        var (ticket, verdict) = await later.ReserveAsync(Guid.CreateVersion7(), Call(1) with { CompletionTokens = (long)(Limit - status.Used) }, default);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Database}, {options.Processes} processes, {Callers} callers: {spent} spent, {status.Used} counted, limit {Limit}, {status.Reserved} still reserved by the process that died, {(ticket is null ? "not " : "")}free after its lease"));
        return spent == status.Used && status.Used <= Limit && status.Used > Limit - (Died * Estimate) - Estimate && status.Reserved == Died * Estimate && verdict is null ? 0 : 1;
    }

    /// <summary>One of the processes: spends until it is refused, and tells what it spent.</summary>
    public static async Task<int> CallAsync(StoreOptions options)
    {
        using var store = StoreTarget.OpenStore(options.IsSqlite, options.ConnectionString!);
        var budgets = Service(store, TimeProvider.System);
        if (options.Seed == 0)
        {
            for (var i = 0; i < Died; i++)
                await budgets.ReserveAsync(Guid.CreateVersion7(), Call(0), default);
            Process.GetCurrentProcess().Kill();
        }

        var spent = 0L;
        await Task.WhenAll(Enumerable.Range(0, Callers / options.Processes).Select(caller => Task.Run(async () =>
        {
            var random = new Random((options.Seed * Callers) + caller);
            while (true)
            {
                var (ticket, verdict) = await budgets.ReserveAsync(Guid.CreateVersion7(), Call(caller % 4), default);
                if (verdict is not null)
                    return;

                // A tenth of the calls fails and uses nothing; the others use what they estimated or less.
                var tokens = random.Next(10) == 0 ? 0 : random.Next(Estimate / 2, Estimate + 1);
                Interlocked.Add(ref spent, tokens);
                budgets.Settle(ticket!, tokens == 0 ? null : Used(tokens));
            }
        })));
        while ((await budgets.GetStatusAsync()).Single(static status => status.Budget.Name == "all").Reserved > Died * Estimate)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        Console.Out.Write(spent.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static GigaChatBudgets Service(EfUsageStore store, TimeProvider time) =>
        new(Budgets, new GigaChatTokenUsage(store), store: new EfBudgetStore(store), timeProvider: time);

    private static BudgetCall Call(int user) => new($"user {user}", null, null, null, "GigaChat-2", 0, Estimate);

    private static UsageRecord Used(long tokens) =>
        new() { CreatedAt = TimeProvider.System.GetUtcNow(), Operation = UsageOperation.TextGeneration, Model = "GigaChat-2", TotalTokens = tokens };

    private static async Task<(int Code, string Line)> EndAsync(Process process)
    {
        using (process)
        {
            var line = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, line);
        }
    }

    private static Process Start(StoreTarget target, StoreOptions options, int seed) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            typeof(BudgetProcesses).Assembly.Location, "budget-caller", "--database", options.Database, "--connection", target.ConnectionString,
            "--processes", options.Processes.ToString(CultureInfo.InvariantCulture), "--seed", seed.ToString(CultureInfo.InvariantCulture),
        ])
    {
        RedirectStandardOutput = true,
    })!;

    /// <summary>The system's time when the leases of now are over.</summary>
    private sealed class LaterTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddMinutes(11);
    }
}
