using Microsoft.Extensions.Logging.Testing;

namespace GigaChat.Usage.Budgets.Tests.Limits;

internal sealed class BudgetThresholdTests
{
    private static readonly UsageBudget Thousand = new() { Name = "all", Tokens = 1_000 };

    [Test]
    public async Task A_threshold_is_written_to_the_store_once_however_many_calls_pass_it()
    {
        var store = new CountingBudgetStore();
        using var client = new BudgetedClient([Thousand with { Tokens = 100_000 }], store: store) { Bills = 85_000 };

        await client.SendAsync(100);
        client.Bills = 10;
        for (var call = 0; call < 100; call++)
            await client.SendAsync(100);
        await store.Settled(101).Soon();
        await client.Reaching(1).Soon();

        store.Marks.Should().Be(1);
    }

    [TestCase(799, new int[0])]
    [TestCase(800, new[] { 80 })]
    [TestCase(1_000, new[] { 80, 100 })]
    public async Task Threshold_is_reached_by_exactly_its_share_and_by_no_token_less(int used, int[] raised)
    {
        var store = new CountingBudgetStore();
        using var client = new BudgetedClient([Thousand with { Thresholds = [80, 100] }], store: store)
        {
            Bills = used,
        };

        await client.SendAsync(100);
        await store.Settled(1).Soon();
        await client.Reaching(raised.Length).Soon();

        client.Reached.Select(static reached => reached.Percent).Should().BeEquivalentTo(raised);
    }

    [Test]
    public async Task A_rolling_budget_marks_a_threshold_again_once_its_window_has_passed()
    {
        using var client = new BudgetedClient([
            Thousand with
            {
                Period = BudgetPeriod.Rolling,
                Window = TimeSpan.FromHours(1),
                Thresholds = [80],
            },
        ])
        {
            Bills = 850,
        };
        var told = new SemaphoreSlim(0);
        client.Budgets.ThresholdReached += (_, _) => told.Release();

        await client.SendAsync(100);
        (await told.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();
        client.Clock.Advance(TimeSpan.FromHours(2));
        await client.SendAsync(100);

        (await told.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();
    }

    [TestCase(0, 5_000, new int[0], Description = "too large for the whole budget")]
    [TestCase(300, 900, new int[0], Description = "too large for what is left of a budget that is not used up")]
    [TestCase(850, 900, new[] { 80, 100 }, Description = "a budget that is nearly used up")]
    public async Task A_refused_call_raises_only_thresholds_that_use_is_near(int used, int maxTokens, int[] raised)
    {
        using var client = new BudgetedClient([Thousand]) { Bills = used };
        var told = new SemaphoreSlim(0);
        client.Budgets.ThresholdReached += (_, _) => told.Release();
        if (used > 0)
            await client.SendAsync(100);

        await client.Awaiting(c => c.SendAsync(maxTokens)).Should().ThrowAsync<GigaChatBudgetExceededException>();
        foreach (var _ in raised)
            (await told.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();
        if (raised.Length == 0)
        {
            // What the refusal did not use up is there when the use is real.
            client.Bills = 850 - used;
            await client.SendAsync(100);
            (await told.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();
            raised = [80];
        }

        client.Reached.Select(reached => reached.Percent).Should().BeEquivalentTo(raised);
        client.Reached.Should().OnlyContain(reached => reached.Used >= 800);
    }

    [Test]
    public async Task The_log_names_the_key_and_does_not_grow_with_the_number_of_users()
    {
        var logger = new FakeLogger<GigaChatBudgets>();
        using var client = new BudgetedClient(
            [
                new UsageBudget
                {
                    Name = "each",
                    Scope = BudgetScope.User,
                    Tokens = 1_000,
                    Thresholds = [80],
                },
            ],
            logger: logger
        )
        {
            Bills = 900,
        };

        for (var user = 0; user < 300; user++)
            await client.SendAsync(100, new UsageContext { UserId = $"user {user}" });
        client.Clock.Advance(TimeSpan.FromMinutes(1));
        await client.SendAsync(100, new UsageContext { UserId = "the last" });

        var lines = logger
            .Collector.GetSnapshot()
            .Where(line => line.Id.Id == 301)
            .Select(line => line.Message)
            .ToList();
        lines.Should().HaveCount(11);
        lines[0].Should().ContainAll("user 0", "each", "80 %", "900 tokens");
        lines[^1].Should().ContainAll("the last", "290 such lines were suppressed");
    }
}
