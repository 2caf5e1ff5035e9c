using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>
/// A shared store counts an ended call a moment after it has ended. Until then the call holds its estimate, which must
/// not refuse the next call of the same caller.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SequentialCallsTests
{
    private static readonly DateTimeOffset Now = BudgetedClient.Start;
    private static readonly BudgetCall Call = new("a", null, null, null, "GigaChat-2", 10, 90);

    private readonly FakeTimeProvider _clock = new(Now);
    private readonly UncountedBudgetStore _store = new();

    [Test]
    public async Task A_call_that_does_not_fit_beside_one_that_has_ended_waits_for_its_usage()
    {
        var budgets = Of(120);
        await SpendAsync(budgets, 7);

        var second = budgets.ReserveAsync(Guid.CreateVersion7(), Call, default).AsTask();
        await _store.Reservations(2);
        second.IsCompleted.Should().BeFalse();
        _store.Answer.SetResult();

        (await second.Soon()).Ticket.Should().NotBeNull();
    }

    [Test]
    public async Task A_call_is_refused_when_the_one_that_has_ended_used_too_much()
    {
        var budgets = Of(120);
        await SpendAsync(budgets, 70);
        var second = budgets.ReserveAsync(Guid.CreateVersion7(), Call, default).AsTask();
        await _store.Reservations(2);
        _store.Answer.SetResult();

        var (ticket, verdict) = await second.Soon();

        ticket.Should().BeNull();
        (verdict!.Used, verdict.Reserved).Should().Be((70m, 0m));
    }

    [Test]
    public async Task A_call_is_refused_after_a_second_when_the_store_counts_nothing()
    {
        var budgets = Of(120);
        await SpendAsync(budgets, 7);
        var second = budgets.ReserveAsync(Guid.CreateVersion7(), Call, default).AsTask();
        await _store.Reservations(2);

        var patience = Patience.Token;
        while (!second.IsCompleted)
        {
            patience.ThrowIfCancellationRequested();
            _clock.Advance(TimeSpan.FromSeconds(1)); // The wait begins a moment after the reservation has failed.
            await Task.Yield();
        }

        (await second).Verdict!.Reserved.Should().Be(100);
        budgets.SentUnasked.Should().BeNull();
    }

    [Test]
    public async Task A_call_is_refused_at_once_when_all_that_is_reserved_belongs_to_calls_in_flight()
    {
        var budgets = Of(120);
        await budgets.ReserveAsync(Guid.CreateVersion7(), Call, default);

        var (ticket, verdict) = await budgets.ReserveAsync(Guid.CreateVersion7(), Call, default).AsTask().Soon();

        ticket.Should().BeNull();
        verdict!.Reserved.Should().Be(100);
        await _store.Reservations(2);
    }

    private static async Task SpendAsync(GigaChatBudgets budgets, long tokens)
    {
        var (ticket, _) = await budgets.ReserveAsync(Guid.CreateVersion7(), Call, default);
        budgets.Settle(ticket!, Records.Of(tokens, Now));
    }

    private GigaChatBudgets Of(long limit) =>
        new(
            [new UsageBudget { Name = "all", Tokens = limit }],
            new GigaChatTokenUsage(new ListUsageReader(), timeProvider: _clock),
            new GigaChatBudgetServices
            {
                Store = _store,
                TimeProvider = _clock,
                Limits = _clock,
            }
        );
}
