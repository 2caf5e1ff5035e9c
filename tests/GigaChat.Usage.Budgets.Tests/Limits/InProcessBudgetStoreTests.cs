using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Budgets.Tests.Limits;

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
    private async Task<bool> OpenAsync(string key)
    {
        var isNew = false;
        await _store.OpenAsync(
            [Counter(key)],
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
