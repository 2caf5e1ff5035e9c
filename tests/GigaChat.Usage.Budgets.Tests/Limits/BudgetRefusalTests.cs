using System.Net;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>What a refused call gets: no SDK is sent to sleep for hours, or told to come again for ever.</summary>
[Property("Lesson", "L29")]
internal sealed class BudgetRefusalTests
{
    private static readonly UsageBudget Thousand = new()
    {
        Name = "all",
        Tokens = 1_000,
        Action = BudgetAction.TooManyRequests,
        Period = BudgetPeriod.Day,
    };

    [Test]
    public async Task Retry_after_is_left_out_while_the_budget_is_full_for_longer_than_a_minute()
    {
        using var client = new BudgetedClient([Thousand]) { Bills = 900 };
        await client.SendAsync(maxTokens: 500);

        using var early = await client.SendAsync(maxTokens: 500);
        client.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(40));
        using var late = await client.SendAsync(maxTokens: 500);

        early.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        early.Headers.RetryAfter.Should().BeNull();
        late.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(40));
    }

    [TestCase(BudgetPeriod.Day)]
    [TestCase(BudgetPeriod.Rolling)]
    public async Task A_call_that_can_never_fit_is_not_told_to_come_again(BudgetPeriod period)
    {
        var budget = Thousand with
        {
            Period = period,
            Window = period == BudgetPeriod.Rolling ? TimeSpan.FromHours(1) : null,
        };
        using var client = new BudgetedClient([budget]);
        using var throwing = new BudgetedClient([budget with { Action = BudgetAction.Throw }]);

        using var response = await client.SendAsync(maxTokens: 2_000);
        var refused = (
            await throwing.Awaiting(c => c.SendAsync(2_000)).Should().ThrowAsync<GigaChatBudgetExceededException>()
        ).Which;

        response.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter.Should().BeNull();
        (await response.Content.ReadAsStringAsync()).Should().Contain("can never fit");
        refused.RetryAfter.Should().BeNull();
        refused.Message.Should().Contain("can never fit");
    }

    [Test]
    public async Task A_call_that_only_calls_in_flight_keep_out_may_come_again_in_a_second()
    {
        using var client = new BudgetedClient([Thousand]);
        var (onWire, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        client.OnWire = _ =>
        {
            onWire.TrySetResult();
            return answer.Task;
        };
        var first = client.SendAsync(maxTokens: 900);
        await onWire.Task.Soon();

        using var second = await client.SendAsync(maxTokens: 900).Soon();
        answer.SetResult();
        await first.Soon();

        second.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
    }
}
