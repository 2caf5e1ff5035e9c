using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>Budgets and totals mean the same user, however long the id (L38).</summary>
internal sealed class LongKeyTests
{
    private static readonly string Begin = new('u', 200);

    [Test, Property("Lesson", "L38")]
    public async Task A_budget_by_user_does_not_charge_a_long_id_with_the_recorded_usage_of_another_that_begins_alike()
    {
        UsageRecord[] history = [Stored(Begin + "1", 950)];
        using var client = new BudgetedClient(
            [
                new UsageBudget
                {
                    Name = "user",
                    Scope = BudgetScope.User,
                    Tokens = 1_000,
                },
            ],
            history: history
        );

        await client.SendAsync(maxTokens: 100, new UsageContext { UserId = Begin + "2" });
        var refused = () => client.SendAsync(maxTokens: 100, new UsageContext { UserId = Begin + "1" });

        (await refused.Should().ThrowAsync<GigaChatBudgetExceededException>()).Which.Used.Should().Be(950m);
        client.Sent.Should().Be(1);
    }

    [TestCase(BudgetScope.User)]
    [TestCase(BudgetScope.Platform)]
    [TestCase(BudgetScope.AccessTokenType)]
    [Property("Lesson", "L38")]
    public async Task A_budget_of_one_long_key_holds_that_key_alone(BudgetScope scope)
    {
        using var client = new BudgetedClient([
            new UsageBudget
            {
                Name = "one",
                Scope = scope,
                Key = Begin + "1",
                Tokens = 50,
            },
        ]);

        await client.SendAsync(maxTokens: 100, Context(Begin + "2"));
        await client
            .Awaiting(c => c.SendAsync(maxTokens: 100, Context(Begin + "1")))
            .Should()
            .ThrowAsync<GigaChatBudgetExceededException>();

        (await client.StandingAsync()).Should().Be((0m, 0m), "the status has one counter, the one the calls use");
    }

    private static UsageContext Context(string key) =>
        new()
        {
            UserId = key,
            Platform = key,
            AccessTokenType = key,
        };

    private static UsageRecord Stored(string user, long tokens) =>
        UsageRecordLimits.Fit(
            new UsageRecord
            {
                CreatedAt = BudgetedClient.Start.AddHours(-1),
                Operation = UsageOperation.TextGeneration,
                UserId = user,
                PromptTokens = 0,
                CompletionTokens = tokens,
                TotalTokens = tokens,
            }
        );
}
