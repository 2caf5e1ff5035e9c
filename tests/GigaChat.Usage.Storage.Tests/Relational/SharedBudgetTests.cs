using GigaChat.Usage.Budgets;
using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <summary>Budgets counted in the database. Each "process" has a store, a pool of connections and a service of its
/// own; they share nothing but the database.</summary>
internal sealed class SharedBudgetTests(string kind) : RelationalTests(kind)
{
    internal static readonly BudgetCall Call = new("user", null, null, null, "GigaChat-2", 10, 90);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private FakeTimeProvider _clock = new(Noon);

    [SetUp]
    public void SetClock() => _clock = new FakeTimeProvider(Noon);

    [Test, Property("Lesson", "L14")]
    public async Task Sixty_four_callers_of_two_processes_never_overspend_and_leave_nothing_reserved()
    {
        const int Limit = 30_000;
        var callsEach = IsSqlite ? 3 : 8;
        UsageBudget[] budgets =
        [
            new() { Name = "all", Tokens = IsSqlite ? 12_000 : Limit },
            new()
            {
                Name = "each",
                Scope = BudgetScope.User,
                Tokens = 9_000,
            },
        ];
        GigaChatBudgets[] processes = [Process(budgets), Process(budgets)];
        var (spent, failed) = (0L, 0);

        await Task.WhenAll(
                Enumerable
                    .Range(0, 64)
                    .Select(caller =>
                        Task.Run(async () =>
                        {
                            var process = processes[caller % 2];
                            var random = new Random(caller);
                            for (var call = 0; call < callsEach; call++)
                            {
                                var (ticket, verdict) = await process.ReserveAsync(
                                    Guid.CreateVersion7(),
                                    Call with
                                    {
                                        UserId = $"user {caller % 4}",
                                    },
                                    CancellationToken.None
                                );
                                if (verdict is not null)
                                    continue;
                                await Task.Yield();

                                // A tenth fails and uses nothing; no call uses more than its estimate.
                                var used = random.Next(10) == 0 ? (long?)null : random.Next(50, 101);
                                if (used is null)
                                    Interlocked.Increment(ref failed);
                                Interlocked.Add(ref spent, used ?? 0);
                                process.Settle(ticket!, used is { } tokens ? Used(tokens, $"user {caller % 4}") : null);
                            }
                        })
                    )
            )
            .WaitAsync(Patience);

        var standings = await SettledAsync(processes[0]);
        var total = standings.Single(standing => standing.Budget.Name == "all");
        total.Used.Should().Be(spent).And.BeLessThanOrEqualTo(total.Limit).And.BeGreaterThan(total.Limit * 0.5m);
        standings.Should().OnlyContain(standing => standing.Reserved == 0m && standing.Used <= standing.Limit);
        var users = standings
            .Concat(await SettledAsync(processes[1]))
            .Where(standing => standing.Key is not null)
            .DistinctBy(standing => standing.Key)
            .ToList();
        users.Should().HaveCount(4).And.OnlyContain(standing => standing.Used <= standing.Limit);
        users.Sum(standing => standing.Used).Should().Be(spent);
        failed.Should().BePositive();
        (await Database.ExecuteAsync("SELECT COUNT(*) FROM gigachat_usage_reservations WHERE amount > 0"))
            .Should()
            .Be(0L);
    }

    [Test]
    public async Task Processes_share_the_budget_of_each_value_of_a_tag()
    {
        UsageBudget[] budgets =
        [
            new()
            {
                Name = "tenants",
                Scope = BudgetScope.Tag,
                TagKey = "tenant",
                Tokens = 150,
            },
        ];
        GigaChatBudgets[] processes = [Process(budgets), Process(budgets)];
        var acme = Call with { Tags = [new("tenant", "acme")] };
        var (first, _) = await processes[0].ReserveAsync(Guid.CreateVersion7(), acme, CancellationToken.None);

        var (_, refusal) = await processes[1].ReserveAsync(Guid.CreateVersion7(), acme, CancellationToken.None);
        var (other, _) = await processes[1]
            .ReserveAsync(Guid.CreateVersion7(), Call with { Tags = [new("tenant", "other")] }, CancellationToken.None);
        processes[0].Settle(first!, Used(70));
        processes[1].Settle(other!, Used(90));

        (refusal?.Key, refusal?.Reserved).Should().Be(("acme", 100m));
        var standings = await SettledAsync(processes[1], used: 70m);
        standings
            .Select(standing => (standing.Key, standing.Used))
            .Should()
            .BeEquivalentTo([("acme", 70m), ("other", 90m)]);
    }

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

    [Test]
    public async Task A_call_fits_all_its_budgets_or_reserves_none()
    {
        UsageBudget[] budgets = [new() { Name = "a", Tokens = 1_000 }, new() { Name = "b", Tokens = 50 }];
        var process = Process(budgets);

        var (ticket, verdict) = await process.ReserveAsync(Guid.CreateVersion7(), Call, CancellationToken.None);

        ticket.Should().BeNull();
        verdict
            .Should()
            .Match<BudgetVerdict>(refused =>
                refused.Budget.Name == "b" && refused.Requested == 100m && refused.Reason == BudgetRefusal.LimitReached
            );
        (await process.GetStatusAsync())
            .Should()
            .OnlyContain(standing => standing.Reserved == 0m && standing.Used == 0m);
    }

    [Test]
    public async Task A_rolling_budget_is_shared_and_frees_what_falls_out_of_it()
    {
        UsageBudget[] budgets =
        [
            new()
            {
                Name = "hour",
                Tokens = 250,
                Period = BudgetPeriod.Rolling,
                Window = TimeSpan.FromHours(1),
            },
        ];
        GigaChatBudgets[] processes = [Process(budgets), Process(budgets)];
        await SpendAsync(processes[0], 100);
        await SettledAsync(processes[1], used: 100m);
        _clock.Advance(TimeSpan.FromMinutes(30));
        await SpendAsync(processes[1], 100);
        await SettledAsync(processes[0], used: 200m);
        _clock.Advance(TimeSpan.FromMinutes(29));

        var refused = (await processes[0].ReserveAsync(Guid.CreateVersion7(), Call, CancellationToken.None)).Verdict!;
        refused.Used.Should().Be(200m);
        refused.RetryAfter.Should().BeGreaterThan(TimeSpan.FromMinutes(1)).And.BeLessThan(TimeSpan.FromMinutes(4));
        _clock.Advance(refused.RetryAfter!.Value);
        await SpendAsync(processes[0], 100);

        (await SettledAsync(processes[1], used: 200m)).Single().Used.Should().Be(200m);
    }

    [Test]
    public async Task The_first_process_takes_over_what_was_recorded_and_a_threshold_is_told_by_one_process()
    {
        var store = Open();
        await store.AppendAsync(
            [Used(700) with { Id = RecordId.Create(Noon), CreatedAt = Noon.AddDays(-2) }],
            CancellationToken.None
        );
        UsageBudget[] budgets =
        [
            new()
            {
                Name = "all",
                Tokens = 1_000,
                Thresholds = [80],
            },
        ];
        GigaChatBudgets[] processes = [Process(budgets), Process(budgets)];
        var told = new SemaphoreSlim(0);
        var count = 0;
        foreach (var process in processes)
        {
            process.ThresholdReached += (_, _) =>
            {
                Interlocked.Increment(ref count);
                told.Release();
            };
        }

        await SpendAsync(processes[0], 90);
        await SettledAsync(processes[1], used: 790m);
        await SpendAsync(processes[1], 20);
        (await told.WaitAsync(Patience)).Should().BeTrue();
        await SpendAsync(processes[0], 20);
        await SettledAsync(processes[1], used: 830m);
        await processes[0]
            .ReserveAsync(Guid.CreateVersion7(), Call with { CompletionTokens = 500 }, CancellationToken.None);

        count.Should().Be(1);
    }

    [TestCase(BudgetScope.User), Property("Lesson", "L16")]
    [TestCase(BudgetScope.AccessToken)]
    [TestCase(BudgetScope.AccessTokenType)]
    [TestCase(BudgetScope.Total)]
    public async Task What_was_used_by_records_that_are_deleted_still_counts(BudgetScope scope)
    {
        _clock.SetUtcNow(Noon.AddDays(10));
        var store = Open(time: _clock);
        UsageRecord Record(long tokens, DateTimeOffset at, string whose = "user") =>
            Used(tokens, whose) with
            {
                Id = RecordId.Create(at),
                CreatedAt = at,
                AccessToken = $"token of {whose}",
                AccessTokenType = $"type of {whose}",
            };
        await store.AppendAsync(
            [
                Record(700, Noon.AddDays(-2)),
                Record(40, Noon.AddDays(10).AddHours(-1)),
                Record(9_000, Noon.AddDays(-20)),
                .. scope == BudgetScope.Total ? [] : new[] { Record(5_000, Noon, "another") },
            ],
            CancellationToken.None
        );
        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(2))).Should().BeGreaterThan(1);
        var process = Process([
            new()
            {
                Name = "each",
                Tokens = 10_000,
                Scope = scope,
            },
        ]);

        process.Count(Record(1, Noon.AddDays(10)));

        (await SettledAsync(process, used: 741m)).Should().ContainSingle();
    }

    [Test]
    public void Budgets_are_shared_by_one_call_on_the_builder()
    {
        var builder = new ServiceCollection().AddGigaChatUsageTracking();
        builder = IsSqlite
            ? builder.UseSqlite(Database.ConnectionString)
            : builder.UsePostgreSql(Database.ConnectionString);
        using var services = builder.ShareBudgets().Services.BuildServiceProvider();

        services.GetRequiredService<IBudgetStore>().Should().BeOfType<EfBudgetStore>();
    }

    [Test]
    public void Budgets_cannot_be_shared_without_a_database()
    {
        using var services = new ServiceCollection()
            .AddGigaChatUsageTracking()
            .UseInMemory()
            .ShareBudgets()
            .Services.BuildServiceProvider();

        services
            .Invoking(provider => provider.GetRequiredService<IBudgetStore>())
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("*UseSqlite or UsePostgreSql*");
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

    [Test, Property("Lesson", "L32")]
    public Task Counters_of_random_budgets_and_keys_never_mix() =>
        CounterMix.NeverMixAsync(
            async () =>
            {
                await Database.ExecuteAsync("DELETE FROM gigachat_usage_budgets");
                await Database.ExecuteAsync("DELETE FROM gigachat_usage_budget_steps");
                return new EfBudgetStore(Open(), new FakeTimeProvider(CounterMix.Now));
            },
            times: 25
        );

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

    [Test]
    public async Task A_reservation_whose_response_was_lost_is_not_held_twice()
    {
        var counter = new BudgetCounter { Budget = "all" };
        var (store, database) = (new EfBudgetStore(Open(), _clock), Open().Database);
        await OpenAsync(store, counter);
        var id = (await database.ReadAsync(session => CounterRows.FindAsync(session, [counter]), default))[0]!.Value;
        BudgetWrite[] calls =
        [
            new(
                Guid.CreateVersion7(),
                [new BudgetCharge(counter, 100, 1_000)],
                [(id, counter)],
                TimeSpan.FromMinutes(10)
            ),
        ];

        await database.WriteAsync(
            session => ReservationRows.ReserveAsync(session, calls, Noon, isAgain: false),
            default
        );
        (
            await database.WriteAsync(
                session => ReservationRows.ReserveAsync(session, calls, Noon, isAgain: true),
                default
            )
        )
            .Single()
            .IsGranted.Should()
            .BeTrue();

        (await store.ReadAsync([counter], Noon, default)).Single().Should().Be(new BudgetCount(0, 100));
    }

    [Test]
    public async Task The_result_of_a_batch_counts_once_whichever_process_reads_it_again_and_is_forgotten_in_the_end()
    {
        UsageBudget[] budgets =
        [
            new()
            {
                Name = "all",
                Tokens = 1_000,
                Period = BudgetPeriod.Day,
            },
            new()
            {
                Name = "each",
                Tokens = 1_000,
                Scope = BudgetScope.User,
            },
        ];
        var line = Used(70) with { Id = RecordId.FromNames("file/1"u8) };
        GigaChatBudgets[] processes = [Process(budgets), Process(budgets)];
        processes[0].Count(line);
        await SettledAsync(processes[0], used: 70m);

        processes[1].Count(line with { UserId = "another" });
        processes[1].Count(Used(5) with { Id = RecordId.FromNames("file/2"u8), UserId = "another" });
        (await SettledAsync(processes[1], used: 75m))
            .Where(standing => standing.Key is not null)
            .Should()
            .ContainSingle()
            .Which.Used.Should()
            .Be(5m);
        _clock.Advance(TimeSpan.FromDays(2));
        processes[1].Count(line);
        processes[1].Count(Used(3) with { Id = RecordId.FromNames("file/3"u8) });
        (await SettledAsync(processes[1], used: 3m))
            .Single(standing => standing.Budget.Name == "all")
            .Used.Should()
            .Be(3m);

        _clock.Advance(TimeSpan.FromDays(32));
        await SpendAsync(Process(budgets), 1);
        await SettledAsync(processes[0], used: 1m);
        (await Database.ExecuteAsync("SELECT COUNT(*) FROM gigachat_usage_reservations")).Should().Be(1L);
    }

    [TestCase(null)]
    [TestCase(60)]
    public async Task The_standings_of_many_counters_are_each_its_own(int? window)
    {
        var length = window is { } minutes ? TimeSpan.FromMinutes(minutes) : (TimeSpan?)null;
        BudgetCounter Counter(string key) =>
            new()
            {
                Budget = "each",
                Scope = BudgetScope.User,
                Key = key,
                Window = length,
                Period = length is null ? BudgetPeriod.Month : BudgetPeriod.Rolling,
            };
        var store = new EfBudgetStore(Open(), _clock);
        var counters = Enumerable.Range(0, 1_201).Select(i => Counter($"user {i}")).ToList();
        await store.OpenAsync(
            counters.SkipLast(1).ToList(),
            static (unknown, _) =>
                Task.FromResult<IReadOnlyList<IReadOnlyList<BudgetUse>>>([
                    .. unknown.Select((_, i) => new[] { new BudgetUse(Noon, i) }),
                ]),
            default
        );
        for (var i = 0; i < 1_200; i += 400)
            await store.ReserveAsync(
                Guid.CreateVersion7(),
                [new BudgetCharge(counters[i], 7, long.MaxValue)],
                Noon,
                Noon.AddMinutes(i < 800 ? 1 : 10),
                default
            );
        _clock.Advance(TimeSpan.FromMinutes(2));

        var counts = await store.ReadAsync(counters, Noon.AddMinutes(2), default);

        counts[^1].Should().BeNull("the last has no row");
        var known = counts.SkipLast(1).Select(static count => count!.Value).ToList();
        known.Select(static count => count.Used).Should().Equal(Enumerable.Range(0, 1_200).Select(static i => (long)i));
        known.Index().Where(static count => count.Item.Reserved != 0).Should().Equal((800, known[800]));
        known[800].Reserved.Should().Be(7);
        if (length is not null)
            known[1].FreeAt.Should().BeAfter(Noon.AddHours(1)).And.BeBefore(Noon.AddHours(1).AddMinutes(3));
    }

    [TestCase(null)]
    [TestCase(60)]
    public async Task A_settlement_whose_answer_was_lost_counts_once(int? window)
    {
        var counter = new BudgetCounter
        {
            Budget = "all",
            Period = window is null ? BudgetPeriod.Month : BudgetPeriod.Rolling,
            Window = window is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
        };
        var store = new EfBudgetStore(Open(), _clock);
        await OpenAsync(store, counter);
        var (reserved, unreserved) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await store.ReserveAsync(reserved, [new BudgetCharge(counter, 100, 1_000)], Noon, Noon.AddMinutes(10), default);

        await store.SettleAsync(reserved, [new BudgetCharge(counter, 60, 1_000)], Noon, default);
        await store.SettleAsync(reserved, [new BudgetCharge(counter, 60, 1_000)], Noon, default);
        await store.SettleAsync(unreserved, [new BudgetCharge(counter, 7, 1_000)], Noon, default);
        var counts = await store.SettleAsync(unreserved, [new BudgetCharge(counter, 7, 1_000)], Noon, default);

        counts!.Single().Should().Match<BudgetCount>(count => count.Used == 67 && count.Reserved == 0);
    }

    [Test]
    public async Task What_is_reserved_after_its_call_was_counted_can_still_be_freed()
    {
        var counter = new BudgetCounter { Budget = "all" };
        var store = new EfBudgetStore(Open(), _clock);
        await OpenAsync(store, counter);
        var id = Guid.CreateVersion7();

        await store.SettleAsync(id, [new BudgetCharge(counter, 60, 1_000)], Noon, default);
        await store.ReserveAsync(id, [new BudgetCharge(counter, 100, 1_000)], Noon, Noon.AddMinutes(10), default);
        var counts = await store.SettleAsync(id, [new BudgetCharge(counter, 0, 1_000)], Noon, default);

        counts!.Single().Should().Match<BudgetCount>(count => count.Used == 60 && count.Reserved == 0);
    }

    [Test]
    public async Task A_new_period_starts_at_nothing_and_forgets_periods_long_over()
    {
        var process = Process([
            new()
            {
                Name = "all",
                Tokens = 150,
                Period = BudgetPeriod.Day,
            },
        ]);
        for (var day = 0; day < 5; day++)
        {
            await SpendAsync(process, 100);
            await SettledAsync(process, used: 100m);
            _clock.Advance(TimeSpan.FromDays(1));
        }

        (await Database.ExecuteAsync("SELECT COUNT(*) FROM gigachat_usage_budgets")).Should().Be(3L);
    }

    internal static UsageRecord Used(long tokens, string user = "user") =>
        new()
        {
            CreatedAt = Noon,
            Operation = UsageOperation.TextGeneration,
            Model = "GigaChat-2",
            UserId = user,
            TotalTokens = tokens,
            Source = UsageSource.Reported,
        };

    private static async Task SpendAsync(GigaChatBudgets process, long tokens)
    {
        var (ticket, verdict) = await process.ReserveAsync(Guid.CreateVersion7(), Call, CancellationToken.None);
        verdict.Should().BeNull();
        process.Settle(ticket!, Used(tokens));
    }

    /// <summary>The standings once what is settled in the background has arrived: nothing is reserved any more, and so
    /// much is used.</summary>
    internal static async Task<IReadOnlyList<BudgetStatus>> SettledAsync(GigaChatBudgets process, decimal? used = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var standings = await process.GetStatusAsync(patience.Token);
            if (
                standings.All(standing => standing.Reserved == 0m)
                && (used is null || standings.Any(standing => standing.Used == used))
            )
                return standings;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private static ValueTask OpenAsync(EfBudgetStore store, BudgetCounter counter) =>
        store.OpenAsync(
            [counter],
            static (counters, _) =>
                Task.FromResult<IReadOnlyList<IReadOnlyList<BudgetUse>>>([
                    .. counters.Select(static _ => Array.Empty<BudgetUse>()),
                ]),
            default
        );

    /// <param name="budgets">The budgets.</param>
    /// <param name="options">The choices.</param>
    /// <param name="clock">The process's own clock; the database's when null.</param>
    private GigaChatBudgets Process(
        UsageBudget[] budgets,
        GigaChatBudgetOptions? options = null,
        FakeTimeProvider? clock = null
    )
    {
        var store = Open();
        return new GigaChatBudgets(
            budgets,
            new GigaChatTokenUsage(store, timeProvider: clock ?? _clock),
            new GigaChatBudgetServices
            {
                Options = options ?? new(),
                Store = new EfBudgetStore(store, _clock),
                TimeProvider = clock ?? _clock,
            }
        );
    }
}
