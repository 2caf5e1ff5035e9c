using Microsoft.Extensions.Logging.Testing;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>A store that does not count a call at once.</summary>
internal sealed class SettlingTests
{
    private static readonly UsageBudget Thousand = new() { Name = "thousand", Tokens = 1_000 };

    /// <summary>One try by itself, and four with counters that are opened again.</summary>
    private const int Tries = 5;

    [Test]
    public async Task A_use_is_counted_once_by_the_last_try(
        [Values] bool throws,
        [Values(1, 2, Tries - 1)] int failures
    )
    {
        var store = new FailingBudgetStore(failures, throws);
        var logger = new FakeLogger<GigaChatBudgets>();
        using var client = new BudgetedClient([Thousand], store: store, logger: logger);

        await client.SendAsync(500);
        await Asked(store, failures + 1, client);

        var status = (await client.UsedAsync(100)).Should().ContainSingle().Which;
        status.Reserved.Should().Be(0);
        store.Asked.Should().Be(failures + 1);
        logger.Collector.GetSnapshot().Should().BeEmpty();
    }

    [Test]
    public async Task A_use_that_no_try_counts_is_told_once([Values] bool throws)
    {
        var store = new FailingBudgetStore(int.MaxValue, throws);
        var logger = new FakeLogger<GigaChatBudgets>();
        using var client = new BudgetedClient([Thousand], store: store, logger: logger);

        await client.SendAsync(500);
        await Asked(store, Tries, client);
        for (var patience = Patience.Token; logger.Collector.Count == 0; )
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, patience);

        store.Asked.Should().Be(Tries);
        var told = logger.Collector.GetSnapshot().Should().ContainSingle().Which;
        (told.Exception is TimeoutException).Should().Be(throws);
    }

    [Test]
    public async Task A_store_that_failed_is_asked_again_after_one_two_and_three_seconds()
    {
        var store = new FailingBudgetStore(int.MaxValue, throws: true);
        using var client = new BudgetedClient([Thousand], store: store);

        await client.SendAsync(500);
        await store.Settled.WaitAsync().Soon();
        await store.Settled.WaitAsync().Soon(); // The second follows at once, after the counter is opened again.
        for (var tried = 1; tried < Tries - 1; tried++)
        {
            var before = client.Clock.GetUtcNow();
            while (!await store.Settled.WaitAsync(TimeSpan.FromMilliseconds(20)))
                client.Clock.Advance(TimeSpan.FromMilliseconds(500));
            (client.Clock.GetUtcNow() - before).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(tried));
        }
    }

    private static async Task Asked(FailingBudgetStore store, int times, BudgetedClient client)
    {
        for (var i = 0; i < times; i++)
        {
            while (!await store.Settled.WaitAsync(TimeSpan.FromMilliseconds(20)))
                client.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
