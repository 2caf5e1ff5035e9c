using GigaChat.Usage.Budgets;
using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <content>Processes, rows, clocks, connections and responses that are lost or wrong.</content>
internal sealed partial class SharedBudgetTests
{
    [Test]
    public async Task What_a_process_that_died_had_reserved_is_free_when_its_lease_is_over()
    {
        UsageBudget[] budgets = [new() { Name = "all", Tokens = 150 }];
        var dead = Process(budgets);
        var (ticket, _) = await dead.ReserveAsync(Guid.CreateVersion7(), Call, CancellationToken.None);
        var living = Process(budgets);

        (await living.ReserveAsync(Guid.CreateVersion7(), Call, CancellationToken.None))
            .Verdict!.Reserved.Should()
            .Be(100m);
        _clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        var (granted, verdict) = await living.ReserveAsync(Guid.CreateVersion7(), Call, CancellationToken.None);

        verdict.Should().BeNull();
        living.Settle(granted!, Used(60));
        dead.Settle(ticket!, Used(70)); // It was only slow: what it used counts, and its lease is not freed twice.
        var standing = (await SettledAsync(living, used: 130m)).Single();
        (standing.Used, standing.Reserved).Should().Be((130m, 0m));
    }

    [Test, Property("Lesson", "L14")]
    public async Task Calls_cancelled_at_any_moment_leave_nothing_reserved()
    {
        var process = Process([
            new() { Name = "all", Tokens = 1_000_000 },
            new()
            {
                Name = "hour",
                Tokens = 1_000_000,
                Period = BudgetPeriod.Rolling,
                Window = TimeSpan.FromHours(1),
            },
        ]);
        await SpendAsync(process, 1);
        var (cancelled, spent) = (0, 1L);

        await Task.WhenAll(
                Enumerable
                    .Range(0, 64)
                    .Select(caller =>
                        Task.Run(async () =>
                        {
                            // Some before they begin, so that some are cancelled however fast the database is.
                            var moment = caller % 8 == 0 ? 0 : new Random(caller).Next(1, 60);
                            using var cancel = new CancellationTokenSource(
                                TimeSpan.FromMilliseconds(moment),
                                TimeProvider.System
                            );
                            try
                            {
                                var (ticket, _) = await process.ReserveAsync(Guid.CreateVersion7(), Call, cancel.Token);
                                Interlocked.Increment(ref spent);
                                process.Settle(ticket!, Used(1));
                            }
                            catch (OperationCanceledException)
                            {
                                Interlocked.Increment(ref cancelled);
                            }
                        })
                    )
            )
            .WaitAsync(Patience);

        (await SettledAsync(process, used: spent))
            .Should()
            .OnlyContain(standing => standing.Used == spent && standing.Reserved == 0m);
        (await Database.ExecuteAsync("SELECT COUNT(*) FROM gigachat_usage_reservations WHERE amount > 0"))
            .Should()
            .Be(0L);
        cancelled.Should().BePositive();
    }

    [Test, Property("Lesson", "L33")]
    public async Task A_counter_whose_row_was_deleted_is_opened_again_from_the_recorded_usage_by_every_process()
    {
        UsageBudget[] budgets =
        [
            new() { Name = "all", Tokens = 150 },
            new()
            {
                Name = "hour",
                Tokens = 150,
                Period = BudgetPeriod.Rolling,
                Window = TimeSpan.FromHours(2),
            },
        ];
        GigaChatBudgets[] processes = [Process(budgets), Process(budgets)];
        await SpendAsync(processes[0], 90);
        await SettledAsync(processes[1], used: 90m);
        await Open().AppendAsync([Used(90) with { Id = RecordId.Create(Noon) }], default);
        _clock.Advance(TimeSpan.FromHours(1));
        foreach (var process in processes)
        {
            await Database.ExecuteAsync("DELETE FROM gigachat_usage_budgets");
            await Database.ExecuteAsync("DELETE FROM gigachat_usage_budget_steps");

            (await process.ReserveAsync(Guid.CreateVersion7(), Call, CancellationToken.None))
                .Verdict!.Reason.Should()
                .Be(BudgetRefusal.LimitReached);
            (await process.GetStatusAsync())
                .Should()
                .OnlyContain(standing => standing.Used == 90m && standing.Reserved == 0m);
        }

        await Database.ExecuteAsync("DELETE FROM gigachat_usage_budgets");
        (await processes[0].GetStatusAsync()).Should().OnlyContain(standing => standing.Used == 90m);
    }

    [Test, Property("Lesson", "L33")]
    public async Task A_call_whose_counter_was_deleted_while_it_ran_is_counted_and_frees_nothing_twice()
    {
        var process = Process([new() { Name = "all", Tokens = 1_000 }]);
        var (ticket, _) = await process.ReserveAsync(Guid.CreateVersion7(), Call, CancellationToken.None);
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_budgets");
        await SpendAsync(process, 5);

        process.Settle(ticket!, Used(60));

        (await SettledAsync(process, used: 65m)).Single().Reserved.Should().Be(0m);
    }

    [TestCase(5 * 365), Property("Lesson", "L33")]
    [TestCase(3)]
    [TestCase(-40)]
    public async Task A_process_whose_clock_is_wrong_takes_no_budget_away_from_the_others(int days)
    {
        UsageBudget[] budgets =
        [
            new()
            {
                Name = "day",
                Tokens = 150,
                Period = BudgetPeriod.Day,
            },
            new()
            {
                Name = "hour",
                Tokens = 150,
                Period = BudgetPeriod.Rolling,
                Window = TimeSpan.FromHours(1),
            },
            new() { Name = "month", Tokens = 150 },
        ];
        var right = Process(budgets);
        await SpendAsync(right, 90);
        await SettledAsync(right, used: 90m);

        var wrong = Process(budgets, clock: new FakeTimeProvider(Noon.AddDays(days)));
        await wrong.ReserveAsync(
            Guid.CreateVersion7(),
            Call with
            {
                PromptTokens = 1,
                CompletionTokens = 0,
            },
            CancellationToken.None
        );
        await wrong.GetStatusAsync();

        for (var call = 0; call < 20; call++)
            (await right.ReserveAsync(Guid.CreateVersion7(), Call, CancellationToken.None))
                .Verdict.Should()
                .NotBeNull();
        (await right.GetStatusAsync()).Should().OnlyContain(standing => standing.Used == 90m);
    }

    [Test]
    public async Task A_closed_budget_replaces_connections_that_died_in_the_pool_before_it_refuses_a_call()
    {
        var process = Process(
            [new() { Name = "all", Tokens = 1_000_000 }],
            new GigaChatBudgetOptions { WhenUnknown = BudgetFailureMode.Closed }
        );
        for (var killed = 0; killed < 5; killed++)
        {
            await SpendAsync(process, 10);
            await SettledAsync(process, used: 10m * (killed + 1));

            // SQLite has no server that could end them.
            if (IsSqlite)
                Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            else
                await Database.ExecuteAsync(
                    "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                );
        }

        await SpendAsync(process, 10);
        (await SettledAsync(process, used: 60m)).Single().Reserved.Should().Be(0m);
        process.RefusedUnasked.Should().BeNull();
    }
}
