using GigaChat.Usage.Tests.Queries;

namespace GigaChat.Usage.Tests.Limits;

internal sealed class BudgetOpeningsTests
{
    private static readonly DateTimeOffset Now = BudgetedClient.Start;
    private static readonly UsageBudget EachUser = new() { Name = "each user", Scope = BudgetScope.User, Tokens = 1_000 };

    [Test]
    public async Task A_call_that_waits_to_be_counted_is_kept_out_of_the_history_of_its_own_counters_and_of_no_others()
    {
        var store = new InProcessBudgetStore();
        var usage = new GigaChatTokenUsage(new ListUsageReader(
            Records.Of(200, Now.AddMinutes(-20)) with { UserId = "a" },
            Records.Of(30, Now.AddMinutes(-10)) with { UserId = "a" },
            Records.Of(4, Now.AddMinutes(-5)) with { UserId = "b" }));
        var openings = new BudgetOpenings(store, usage);
        var clock = new BudgetPeriodClock(EachUser, usage.TimeZone);
        var (ofA, ofB) = (clock.CounterOf("a", Now), clock.CounterOf("b", Now));

        openings.KeepOut(new BudgetTicket(Guid.CreateVersion7(), Now.AddMinutes(-10), [EachUser], [new BudgetCharge(ofA, 30, 1_000)]));
        await openings.OpenAsync(EachUser, ofA, Now);
        await openings.OpenAsync(EachUser, ofB, Now);

        (await store.ReadAsync([ofA, ofB], Now, default)).Select(count => count.Used).Should().Equal(200, 4);
    }
}
