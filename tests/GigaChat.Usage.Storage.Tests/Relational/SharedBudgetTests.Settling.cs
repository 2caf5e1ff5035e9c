using GigaChat.Usage.Budgets;
using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <content>Reservations and settlements that are sent again, and periods that end.</content>
internal sealed partial class SharedBudgetTests
{
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
    public async Task A_caller_that_sends_one_call_after_another_is_not_refused_for_its_previous_one()
    {
        // Room for one estimate beside what the calls use, and for no two.
        var process = Process([new() { Name = "all", Tokens = 120 }]);

        for (var call = 0; call < 20; call++)
            await SpendAsync(process, 1);

        (await SettledAsync(process, used: 20)).Should().ContainSingle();
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
}
