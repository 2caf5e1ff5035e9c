using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <content>Periods of budgets, and what was used before the process began.</content>
internal sealed partial class BudgetTests
{
    private static readonly object[] Periods =
    [
        new object[] { BudgetPeriod.Day, TimeSpan.FromHours(12) },
        new object[] { BudgetPeriod.Week, TimeSpan.FromDays(6.5) },
        new object[] { BudgetPeriod.Month, TimeSpan.FromDays(15.5) },
    ];

    [TestCaseSource(nameof(Periods))]
    public async Task A_budget_is_full_again_when_the_reports_next_period_begins(BudgetPeriod period, TimeSpan until)
    {
        using var client = new BudgetedClient([Thousand with { Period = period, Tokens = 150 }]);
        await client.SendAsync(100);

        client.Clock.Advance(until - TimeSpan.FromMilliseconds(1));
        (await client.Awaiting(c => c.SendAsync(100)).Should().ThrowAsync<GigaChatBudgetExceededException>())
            .Which.RetryAfter.Should()
            .Be(TimeSpan.FromSeconds(1));
        client.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await client.SendAsync(100);

        (await client.StandingAsync()).Should().Be((100m, 0m));
    }

    [Test]
    public async Task A_rolling_window_frees_what_falls_out_of_it()
    {
        using var client = new BudgetedClient([
            Thousand with
            {
                Period = BudgetPeriod.Rolling,
                Window = TimeSpan.FromHours(1),
                Tokens = 250,
            },
        ]);
        await client.SendAsync(100);
        client.Clock.Advance(TimeSpan.FromMinutes(30));
        await client.SendAsync(100);
        client.Clock.Advance(TimeSpan.FromMinutes(29));

        var refused = (
            await client.Awaiting(c => c.SendAsync(100)).Should().ThrowAsync<GigaChatBudgetExceededException>()
        ).Which;
        refused.RetryAfter.Should().BeGreaterThan(TimeSpan.FromMinutes(1)).And.BeLessThan(TimeSpan.FromMinutes(3));
        client.Clock.Advance(refused.RetryAfter!.Value);
        await client.SendAsync(100);

        (await client.StandingAsync()).Used.Should().Be(200m);
    }

    [TestCase(BudgetPeriod.Month, 700)]
    [TestCase(BudgetPeriod.Week, 300)]
    [TestCase(BudgetPeriod.Day, 300)]
    [TestCase(BudgetPeriod.Rolling, 300)]
    public async Task What_was_recorded_before_the_process_began_counts(BudgetPeriod period, decimal used)
    {
        UsageRecord[] history =
        [
            Records.Of(300, BudgetedClient.Start.AddHours(-2)),
            Records.Of(400, BudgetedClient.Start.AddDays(-3)),
            Records.Of(5_000, BudgetedClient.Start.AddDays(-30)),
        ];
        using var client = new BudgetedClient(
            [Thousand with { Period = period, Window = period == BudgetPeriod.Rolling ? TimeSpan.FromDays(1) : null }],
            history: history
        );

        (
            await client
                .Awaiting(c => c.SendAsync(maxTokens: 1_000))
                .Should()
                .ThrowAsync<GigaChatBudgetExceededException>()
        )
            .Which.Used.Should()
            .Be(used);
    }

    [Test]
    public async Task A_budget_in_rubles_counts_the_price_to_the_billionth()
    {
        using var client = new BudgetedClient([new UsageBudget { Name = "rubles", Rubles = 0.02m }]) { Bills = 123 };

        await client.SendAsync(maxTokens: 200);

        (await client.StandingAsync()).Used.Should().Be(123 * 65m / 1_000_000m);
        (await client.Awaiting(c => c.SendAsync(maxTokens: 200)).Should().ThrowAsync<GigaChatBudgetExceededException>())
            .Which.Message.Should()
            .Contain("rubles");
    }

    [Test, Property("Lesson", "L11")]
    public async Task A_model_without_a_price_is_refused_or_let_through_as_chosen_and_never_free_in_silence()
    {
        var budget = new UsageBudget { Name = "rubles", Rubles = 1m };
        using var open = new BudgetedClient([budget]);
        using var closed = new BudgetedClient(
            [budget],
            new GigaChatBudgetOptions { WhenUnknown = BudgetFailureMode.Closed }
        );

        await open.SendAsync(10, model: "GigaChat-3-Ultra");
        var refused = (
            await closed
                .Awaiting(c => c.SendAsync(10, model: "GigaChat-3-Ultra"))
                .Should()
                .ThrowAsync<GigaChatBudgetExceededException>()
        ).Which;

        open.Sent.Should().Be(1);
        closed.Sent.Should().Be(0);
        refused.Reason.Should().Be(BudgetRefusal.PriceMissing);
    }

    [TestCase(BudgetPeriod.Month)]
    [TestCase(BudgetPeriod.Rolling)]
    public async Task Calls_that_were_recorded_before_their_counter_could_be_opened_count_once(BudgetPeriod period)
    {
        var (reader, store) = (new InterruptedReader { IsDown = true }, new SilentBudgetStore());
        store.Answer.SetResult();
        using var client = new BudgetedClient(
            [Thousand with { Period = period, Window = period == BudgetPeriod.Rolling ? TimeSpan.FromDays(1) : null }],
            store: store,
            reader: reader
        );
        store.Clock = client.Clock;
        reader.Records = () => [Records.Of(300, BudgetedClient.Start.AddHours(-2)), .. client.Recorder.Records];
        await client.SendAsync(100);
        client.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await client.SendAsync(100);
        reader.IsDown = false;

        // The third is the first that can open the counter, while the others wait to be counted.
        client.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await client.SendAsync(100);
        for (var settled = 0; settled < 3; )
        {
            client.Clock.Advance(TimeSpan.FromMilliseconds(250));
            settled += await store.Settled.WaitAsync(TimeSpan.FromMilliseconds(20)) ? 1 : 0;
        }

        (await client.StandingAsync()).Should().Be((600m, 0m));
    }

    [Test]
    public async Task A_threshold_is_told_once_a_period_whatever_passes_it()
    {
        using var client = new BudgetedClient([Thousand with { Period = BudgetPeriod.Day }]);
        var told = new SemaphoreSlim(0);
        client.Budgets.ThresholdReached += (_, _) => told.Release();
        client.Budgets.ThresholdReached += static (_, _) =>
            throw new InvalidOperationException("a handler of the application's");

        client.Bills = 790;
        await client.SendAsync(100);
        client.Reached.Should().BeEmpty();
        client.Bills = 20;
        await client.SendAsync(50);
        (await told.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();
        await client.SendAsync(50);
        await client.Awaiting(c => c.SendAsync(500)).Should().ThrowAsync<GigaChatBudgetExceededException>();
        await client.Awaiting(c => c.SendAsync(500)).Should().ThrowAsync<GigaChatBudgetExceededException>();
        (await told.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();
        client.Reached.Select(reached => (reached.Percent, reached.Used)).Should().Equal((80, 810m), (100, 830m));

        client.Clock.Advance(TimeSpan.FromDays(1));
        client.Bills = 1_200;
        await client.SendAsync(500);
        (await told.WaitAsync(TimeSpan.FromSeconds(60)) && await told.WaitAsync(TimeSpan.FromSeconds(60)))
            .Should()
            .BeTrue();
        client.Reached.Select(reached => reached.Percent).Should().BeEquivalentTo([80, 100, 80, 100]);
    }
}
