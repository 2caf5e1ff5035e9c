using CsCheck;

namespace GigaChat.Usage.Tests.Queries;

public sealed class BreakdownTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Top_users_are_those_with_the_most_tokens()
    {
        var usage = Usage(By("anna", 10), By("boris", 30), By("anna", 25), By("vera", 20));

        var top = await usage.GetTopUsersAsync(2);

        top.Select(user => (user.UserId, user.Tokens, user.Count)).Should().Equal(("anna", 35, 2), ("boris", 30, 1));
    }

    [Test]
    public async Task Top_users_are_ten_unless_asked_otherwise_and_never_nobody()
    {
        var usage = Usage([.. Enumerable.Range(1, 12).Select(i => By($"user-{i}", i)), By(null, 1_000)]);

        (await usage.GetTopUsersAsync()).Select(user => user.Tokens).Should().Equal(12, 11, 10, 9, 8, 7, 6, 5, 4, 3);
        (await usage.GetTopUsersAsync(int.MaxValue)).Should().HaveCount(12);
    }

    [TestCase(0)]
    [TestCase(-5)]
    public async Task A_top_of_no_users_is_refused_by_name(int count)
    {
        (await Usage().Awaiting(u => u.GetTopUsersAsync(count)).Should().ThrowAsync<ArgumentOutOfRangeException>())
            .Which.ParamName.Should()
            .Be("count");
    }

    [Test]
    public async Task Spend_by_access_token_type_is_sum_and_count()
    {
        var usage = Usage(
            Records.Of(5, Noon) with
            {
                AccessTokenType = "DEMO",
            },
            Records.Of(7, Noon) with
            {
                AccessTokenType = "DEMO",
            },
            Records.Of(100, Noon, source: UsageSource.Estimated) with
            {
                AccessTokenType = "DEVELOPER",
            },
            Records.Of(1, Noon)
        );

        var types = await usage.GetByAccessTokenTypeAsync();

        types
            .Select(type => (type.AccessTokenType, type.Tokens, type.Count, type.EstimatedShare))
            .Should()
            .Equal(("DEVELOPER", 100, 1, 1.0), ("DEMO", 12, 2, 0.0), (null, 1, 1, 0.0));
    }

    [Test]
    public async Task Breakdowns_add_up_to_the_total()
    {
        await Records
            .Random(Noon.AddDays(-10), Noon)
            .SampleAsync(async records =>
            {
                var usage = Usage(records);
                var start = Noon.AddDays(-4);
                var period = new UsageFilter { From = start };
                var total = await usage.GetTotalTokensAsync(start);

                (await usage.GetByModelAsync(period)).Sum(model => model.Tokens).Should().Be(total);
                (await usage.GetByAccessTokenTypeAsync(period)).Sum(type => type.Tokens).Should().Be(total);
                var nobodys = records
                    .Where(record => record.UserId is null && record.CreatedAt >= start)
                    .Sum(record => record.TotalTokens);
                ((await usage.GetTopUsersAsync(100, period)).Sum(user => user.Tokens) + nobodys).Should().Be(total);
            });
    }

    private static UsageRecord By(string? user, long tokens) => Records.Of(tokens, Noon) with { UserId = user };

    private static GigaChatTokenUsage Usage(params UsageRecord[] records) => new(new ListUsageReader(records));
}
