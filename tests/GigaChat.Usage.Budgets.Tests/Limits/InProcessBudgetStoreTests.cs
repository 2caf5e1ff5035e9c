using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Budgets.Tests.Limits;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class InProcessBudgetStoreTests
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _clock = new(BudgetedClient.Start);
    private readonly InProcessBudgetStore _store;

    public InProcessBudgetStoreTests() => _store = new InProcessBudgetStore(_clock);

    [Test]
    public async Task Rolling_counters_that_stand_on_nothing_are_forgotten_and_no_others()
    {
        var now = BudgetedClient.Start;
        var (reserved, marked) = (Guid.CreateVersion7(), Counter("marked"));
        await OpenAsync("reserved");
        await ReserveAsync("reserved", reserved, now);
        for (var i = 0; i < 2_000; i++)
        {
            await OpenAsync($"user {i}");
            await UseAsync($"user {i}", now);
        }

        await OpenAsync("used");
        await OpenAsync("marked");
        await OpenAsync("any");
        _clock.Advance(Window * 2);
        now += Window * 2;
        await UseAsync("used", now);
        (await _store.TryMarkAsync(marked, 80, now, default)).Should().BeTrue();
        await ReserveAsync("any", Guid.CreateVersion7(), now);

        (await OpenAsync("user 7")).Should().BeTrue("it is new to the store");
        (await OpenAsync("reserved")).Should().BeFalse();
        (await OpenAsync("used")).Should().BeFalse();
        (await _store.TryMarkAsync(marked, 80, now, default)).Should().BeFalse();
        await _store.SettleAsync(reserved, [new BudgetCharge(Counter("reserved"), 5, 1_000)], now, default);
        (await _store.ReadAsync([Counter("reserved")], now, default))
            .Should()
            .ContainSingle()
            .Which.Should()
            .Be(new BudgetCount(5, 0, now + Window + (Window / 64)));
    }

    [Test]
    public async Task A_call_whose_rolling_counter_was_forgotten_while_it_ran_is_not_counted_before_it_is_opened_again()
    {
        var now = BudgetedClient.Start;
        var free = Guid.CreateVersion7();
        await OpenAsync("free");
        await _store.ReserveAsync(free, [new BudgetCharge(Counter("free"), 0, 1_000)], now, now + Window, default);
        for (var i = 0; i < 2_000; i++)
            await OpenAsync($"user {i}");
        await OpenAsync("any");
        await ReserveAsync("any", Guid.CreateVersion7(), now);

        (await _store.SettleAsync(free, [new BudgetCharge(Counter("free"), 5, 1_000)], now, default)).Should().BeNull();
        await OpenAsync("free");
        await _store.SettleAsync(free, [new BudgetCharge(Counter("free"), 5, 1_000)], now, default);

        (await _store.ReadAsync([Counter("free")], now, default))
            .Should()
            .ContainSingle()
            .Which!.Value.Used.Should()
            .Be(5);
    }

    [Test]
    public async Task A_reservation_is_held_until_its_time_and_no_longer()
    {
        var counter = Counter("held");
        await OpenAsync("held");
        await ReserveAsync("held", Guid.CreateVersion7(), BudgetedClient.Start);

        _clock.Advance(Window);
        (await Read(counter)).Reserved.Should().Be(10);
        _clock.Advance(TimeSpan.FromTicks(1));
        (await Read(counter)).Reserved.Should().Be(0);
    }

    [Test]
    public async Task A_settled_reservation_and_one_that_expires_later_leave_the_order_of_leases_as_it_is()
    {
        var counter = Counter("held");
        var (settled, later) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await OpenAsync("held");
        await ReserveAsync("held", settled, BudgetedClient.Start);
        await _store.ReserveAsync(
            later,
            [new BudgetCharge(counter, 7, 1_000)],
            BudgetedClient.Start,
            BudgetedClient.Start + (Window * 2),
            default
        );
        await _store.SettleAsync(settled, [new BudgetCharge(counter, 1, 1_000)], BudgetedClient.Start, default);

        _clock.Advance(Window * 2);
        (await Read(counter)).Reserved.Should().Be(7);
        _clock.Advance(TimeSpan.FromTicks(1));
        (await Read(counter)).Reserved.Should().Be(0);
    }

    [Test]
    public async Task What_just_fits_is_granted_and_what_does_not_reserves_nothing()
    {
        await OpenAsync("first");
        await OpenAsync("second");
        await UseAsync("second", BudgetedClient.Start);
        await ReserveAsync("second", Guid.CreateVersion7(), BudgetedClient.Start);

        var fits = await Reserve(80);
        var refused = await Reserve(1);

        fits.IsGranted.Should().BeTrue();
        refused.RefusedBy.Should().Be(1);
        refused.Count.Used.Should().Be(10);
        refused.Count.Reserved.Should().Be(90);
        (await Read(Counter("first"))).Reserved.Should().Be(80);

        ValueTask<BudgetDecision> Reserve(long amount) =>
            _store.ReserveAsync(
                Guid.CreateVersion7(),
                [new BudgetCharge(Counter("first"), amount, 1_000), new BudgetCharge(Counter("second"), amount, 100)],
                BudgetedClient.Start,
                BudgetedClient.Start + Window,
                default
            );
    }

    [Test]
    public async Task A_budget_that_only_counts_refuses_nothing()
    {
        await OpenAsync("counted");
        for (var i = 0; i < 2; i++)
        {
            var decision = await _store.ReserveAsync(
                Guid.CreateVersion7(),
                [new BudgetCharge(Counter("counted"), long.MaxValue / 2, long.MaxValue)],
                BudgetedClient.Start,
                BudgetedClient.Start + Window,
                default
            );
            decision.IsGranted.Should().BeTrue();
        }
    }

    [Test]
    public async Task A_mark_stands_for_its_window_and_a_higher_one_is_set_beside_it()
    {
        var counter = Counter("marked");
        await OpenAsync("marked");

        (await Mark(80)).Should().BeTrue();
        (await Mark(80)).Should().BeFalse();
        (await Mark(50)).Should().BeFalse();
        (await Mark(100)).Should().BeTrue();
        _clock.Advance(Window);
        (await Mark(100)).Should().BeFalse();
        _clock.Advance(TimeSpan.FromTicks(1));
        (await Mark(80)).Should().BeTrue();

        ValueTask<bool> Mark(int percent) => _store.TryMarkAsync(counter, percent, _clock.GetUtcNow(), default);
    }

    [Test]
    public async Task Only_counters_that_are_not_known_are_asked_for_and_their_use_has_its_own_time()
    {
        await OpenAsync("known");
        var asked = new List<string?>();
        await _store.OpenAsync(
            [Counter("known"), Counter("new")],
            (counters, _) =>
            {
                asked.AddRange(counters.Select(static counter => counter.Key));
                return Task.FromResult<IReadOnlyList<IReadOnlyList<BudgetUse>>>([
                    [
                        new BudgetUse(BudgetedClient.Start - (Window / 4), 20),
                        new BudgetUse(BudgetedClient.Start - (Window / 2), 100),
                    ],
                ]);
            },
            default
        );

        asked.Should().Equal("new");
        (await Read(Counter("new")))
            .Should()
            .Be(new BudgetCount(120, 0, BudgetedClient.Start + (Window / 2) + (Window / 64)));
        _clock.Advance((Window / 2) + (Window / 64));
        (await Read(Counter("new")))
            .Should()
            .Be(new BudgetCount(20, 0, BudgetedClient.Start + (Window * 3 / 4) + (Window / 64)));
    }

    [Test]
    public async Task A_period_is_kept_for_an_hour_after_its_end()
    {
        var day = new BudgetCounter
        {
            Budget = "each",
            Key = "day",
            Period = BudgetPeriod.Day,
            PeriodStart = BudgetedClient.Start - TimeSpan.FromHours(1),
            PeriodEnd = BudgetedClient.Start + TimeSpan.FromHours(1),
        };
        await OpenAsync(day);

        _clock.Advance(TimeSpan.FromHours(2));
        await Sweep("a");
        (await OpenAsync(day)).Should().BeFalse();
        _clock.Advance(TimeSpan.FromTicks(1));
        await Sweep("b");
        (await OpenAsync(day)).Should().BeTrue();
    }

    /// <summary>Opens so many counters that those of ended periods are deleted at the next reservation.</summary>
    private async Task Sweep(string prefix)
    {
        for (var i = 0; i < 1_024; i++)
            await OpenAsync($"{prefix}{i}");
        await ReserveAsync($"{prefix}0", Guid.CreateVersion7(), _clock.GetUtcNow());
    }

    private async Task<BudgetCount> Read(BudgetCounter counter) =>
        (await _store.ReadAsync([counter], _clock.GetUtcNow(), default)).Should().ContainSingle().Which!.Value;

    private static BudgetCounter Counter(string key) =>
        new()
        {
            Budget = "each",
            Scope = BudgetScope.User,
            Key = key,
            Period = BudgetPeriod.Rolling,
            Window = Window,
        };

    private async Task UseAsync(string key, DateTimeOffset now) =>
        await _store.SettleAsync(Guid.CreateVersion7(), [new BudgetCharge(Counter(key), 10, 1_000)], now, default);

    private async Task ReserveAsync(string key, Guid reservation, DateTimeOffset now) =>
        await _store.ReserveAsync(reservation, [new BudgetCharge(Counter(key), 10, 1_000)], now, now + Window, default);

    /// <returns>Whether the store asked for what was used before.</returns>
    private Task<bool> OpenAsync(string key) => OpenAsync(Counter(key));

    private async Task<bool> OpenAsync(BudgetCounter counter)
    {
        var isNew = false;
        await _store.OpenAsync(
            [counter],
            (counters, _) =>
            {
                isNew = true;
                return Task.FromResult<IReadOnlyList<IReadOnlyList<BudgetUse>>>([
                    .. counters.Select(static _ => Array.Empty<BudgetUse>()),
                ]);
            },
            default
        );
        return isNew;
    }
}
