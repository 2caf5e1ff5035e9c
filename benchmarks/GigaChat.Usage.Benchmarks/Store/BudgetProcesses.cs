using System.Diagnostics;
using System.Globalization;
using GigaChat.Usage.Budgets;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>
/// A process reserves and is killed; then 64 callers in several processes spend from the same budget in one database
/// until it is used up. Nobody may
/// have overspent but for what the calls in flight use beyond their estimates, and what the killed process held must be
/// free after its lease.
/// </summary>
internal static class BudgetProcesses
{
    private const int Callers = 64;
    private const int Limit = 40_000;
    private const int Estimate = 100;
    private const int MostUsed = 105; // Little more than the estimate, so that a few calls too many are seen.
    private const int Held = 20;

    private static readonly GigaChatBudgetOptions Choices = new()
    {
        ReservationLease = TimeSpan.FromSeconds(15),
        WhenUnknown = BudgetFailureMode.Closed,
    };

    private static readonly UsageBudget[] Budgets =
    [
        new() { Name = "all", Tokens = Limit },
        new()
        {
            Name = "each",
            Scope = BudgetScope.User,
            Tokens = Limit,
        },
    ];

    public static async Task<int> RunAsync(StoreTarget target, StoreOptions options, TextWriter output)
    {
        using var store = target.OpenStore();
        await store.EnsureMigratedAsync();
        var budgets = Service(store);
        await EndAsync(Start(target, options, seed: 0)); // Seed 0 is killed with reservations it never settles.
        var held = (await StandingAsync(budgets)).Reserved;

        var spent = 0L;
        foreach (
            var caller in Enumerable.Range(1, options.Processes).Select(seed => Start(target, options, seed)).ToList()
        )
        {
            var (code, line) = await EndAsync(caller);
            if (code != 0 || !long.TryParse(line, CultureInfo.InvariantCulture, out var tokens))
            {
                await output.WriteLineAsync($"A caller ended with code {code}. {line}");
                return 1;
            }

            spent += tokens;
        }

        // The callers ended when the lease was over for them; clocks of processes differ by a little.
        var end = await StandingAsync(budgets);
        for (var waits = 0; end.Reserved > 0 && waits < 100; waits++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            end = await StandingAsync(budgets);
        }

        var rest = (long)Math.Max(0, Limit - end.Used);
        var (_, verdict) = await budgets.ReserveAsync(
            Guid.CreateVersion7(),
            Call(0) with
            {
                CompletionTokens = rest,
            },
            default
        );
        var isFree = rest == 0 || verdict is null;
        const int InFlight = Callers * (MostUsed - Estimate);
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Database}, {options.Processes} processes, {Callers} callers: limit {Limit}, {spent} spent, {end.Used} counted, at most {Limit + InFlight} allowed; the killed process held {held}, after its lease {end.Reserved} is reserved and the rest of {rest} is {(isFree ? "" : "not ")}free"
            )
        );
        return
            spent == end.Used
            && spent <= Limit + InFlight
            && spent > Limit / 2
            && held > 0
            && end.Reserved == 0
            && isFree
            ? 0
            : 1;
    }

    /// <summary>One of the processes: spends until it is refused, and reports the amount.</summary>
    public static async Task<int> CallAsync(StoreOptions options)
    {
        using var store = StoreTarget.OpenStore(options.IsSqlite, options.ConnectionString!);
        var budgets = Service(store);
        if (options.Seed == 0)
        {
            for (var held = 0; held < Held; )
                held += (await budgets.ReserveAsync(Guid.CreateVersion7(), Call(0), default)).Ticket is null ? 0 : 1;
            Process.GetCurrentProcess().Kill();
        }

        var spent = 0L;
        await Task.WhenAll(
            Enumerable
                .Range(0, Callers / options.Processes)
                .Select(caller =>
                    Task.Run(async () =>
                    {
                        var random = new Random((options.Seed * Callers) + caller);
                        while (true)
                        {
                            var (ticket, verdict) = await budgets.ReserveAsync(
                                Guid.CreateVersion7(),
                                Call(caller % 4),
                                default
                            );
                            if (verdict is { Reason: BudgetRefusal.LimitReached })
                                return;
                            if (ticket is null)
                                continue;

                            // A tenth of the calls fails and uses nothing; some of the others use more than their
                            // estimate.
                            var tokens = random.Next(10) == 0 ? 0 : random.Next(Estimate - 5, MostUsed + 1);
                            Interlocked.Add(ref spent, tokens);
                            budgets.Settle(ticket, tokens == 0 ? null : Used(tokens));
                        }
                    })
                )
        );

        // What is settled in the background arrives, and the lease of the killed process ends.
        while ((await StandingAsync(budgets)).Reserved > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        Console.Out.Write(spent.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static GigaChatBudgets Service(EfUsageStore store) =>
        new(
            Budgets,
            new GigaChatTokenUsage(store),
            new GigaChatBudgetServices { Options = Choices, Store = new EfBudgetStore(store) }
        );

    private static async Task<BudgetStatus> StandingAsync(GigaChatBudgets budgets) =>
        (await budgets.GetStatusAsync()).Single(static status => status.Budget.Name == "all");

    private static BudgetCall Call(int user) => new($"user {user}", null, null, null, "GigaChat-2", 0, Estimate);

    private static UsageRecord Used(long tokens) =>
        new()
        {
            CreatedAt = TimeProvider.System.GetUtcNow(),
            Operation = UsageOperation.TextGeneration,
            Model = "GigaChat-2",
            TotalTokens = tokens,
        };

    private static async Task<(int Code, string Line)> EndAsync(Process process)
    {
        using (process)
        {
            var line = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, line);
        }
    }

    private static Process Start(StoreTarget target, StoreOptions options, int seed) =>
        Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    typeof(BudgetProcesses).Assembly.Location,
                    "budget-caller",
                    "--database",
                    options.Database,
                    "--connection",
                    target.ConnectionString,
                    "--processes",
                    options.Processes.ToString(CultureInfo.InvariantCulture),
                    "--seed",
                    seed.ToString(CultureInfo.InvariantCulture),
                ]
            )
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
}
