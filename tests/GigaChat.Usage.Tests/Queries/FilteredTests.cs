using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Tests.Queries;

/// <summary>Breakdowns of the records that a filter lets through.</summary>
public sealed class FilteredTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly UsageFilter Pro = new() { Model = "GigaChat-2-Pro" };

    [Test]
    public async Task A_filter_answers_as_if_there_were_no_other_records()
    {
        await Records
            .Random(Now.AddDays(-20), Now)
            .SampleAsync(
                async records =>
                {
                    var all = Usage(records);
                    var pro = Usage([.. records.Where(record => record.Model == "GigaChat-2-Pro")]);

                    (await all.GetTopUsersAsync(Pro, 3))
                        .Should()
                        .BeEquivalentTo(await pro.GetTopUsersAsync(3), strict => strict.WithStrictOrdering());
                    (await all.GetByModelAsync(Pro))
                        .Should()
                        .BeEquivalentTo(await pro.GetByModelAsync(), strict => strict.WithStrictOrdering());
                    (await all.GetByAccessTokenTypeAsync(Pro))
                        .Should()
                        .BeEquivalentTo(await pro.GetByAccessTokenTypeAsync(), strict => strict.WithStrictOrdering());
                    (await all.GetDailyAsync(Pro, 12))
                        .Should()
                        .BeEquivalentTo(await pro.GetDailyAsync(12), strict => strict.WithStrictOrdering());
                    (await all.GetStatisticsAsync(Pro, 12)).Should().BeEquivalentTo(await pro.GetStatisticsAsync(12));
                },
                iter: 50
            );
    }

    [Test]
    public async Task A_filter_may_hold_the_period_where_no_number_of_days_does()
    {
        var usage = Usage(
            Records.Of(1, Now.AddDays(-3)) with
            {
                UserId = "anna",
            },
            Records.Of(10, Now) with
            {
                UserId = "anna",
            }
        );
        var filter = new UsageFilter { StartDate = Now.AddDays(-1) };

        (await usage.GetTopUsersAsync(filter)).Single().Tokens.Should().Be(10);
        (await usage.GetByModelAsync(filter)).Single().Tokens.Should().Be(10);
        (await usage.GetByAccessTokenTypeAsync(filter)).Single().Tokens.Should().Be(10);
    }

    [Test]
    public async Task Days_and_a_period_of_the_filter_are_one_too_many([Values] bool start)
    {
        var filter = start ? Pro with { StartDate = Now } : Pro with { EndDate = Now };

        (await Usage().Awaiting(u => u.GetDailyAsync(filter)).Should().ThrowAsync<ArgumentException>())
            .WithMessage("*StartDate*EndDate*")
            .Which.ParamName.Should()
            .Be("filter");
        (await Usage().Awaiting(u => u.GetStatisticsAsync(filter)).Should().ThrowAsync<ArgumentException>())
            .WithMessage("*StartDate*EndDate*")
            .Which.ParamName.Should()
            .Be("filter");
    }

    [Test]
    public async Task Numbers_out_of_range_are_refused_by_name()
    {
        (await Usage().Awaiting(u => u.GetTopUsersAsync(Pro, 0)).Should().ThrowAsync<ArgumentOutOfRangeException>())
            .Which.ParamName.Should()
            .Be("count");
        (await Usage().Awaiting(u => u.GetDailyAsync(Pro, 0)).Should().ThrowAsync<ArgumentOutOfRangeException>())
            .Which.ParamName.Should()
            .Be("days");
        (await Usage().Awaiting(u => u.GetStatisticsAsync(Pro, 0)).Should().ThrowAsync<ArgumentOutOfRangeException>())
            .Which.ParamName.Should()
            .Be("days");
    }

    /// <summary>That this compiles is the test: calls that could mean a filter too mean what they meant before there
    /// were filters.</summary>
    [Test]
    public async Task Calls_without_a_filter_are_not_ambiguous()
    {
        var usage = Usage(Records.Of(10, Now) with { UserId = "anna" });

        (await usage.GetByModelAsync(null)).Single().Tokens.Should().Be(10);
        (await usage.GetByModelAsync(default, default)).Single().Tokens.Should().Be(10);
        (await usage.GetByAccessTokenTypeAsync(null)).Single().Tokens.Should().Be(10);
        (await usage.GetTopUsersAsync(cancellationToken: CancellationToken.None)).Single().Tokens.Should().Be(10);
        (await usage.GetDailyAsync(cancellationToken: CancellationToken.None)).Should().HaveCount(30);
        (await usage.GetStatisticsAsync(cancellationToken: CancellationToken.None)).TotalTokens.Should().Be(10);
    }

    private static GigaChatTokenUsage Usage(params UsageRecord[] records) =>
        new(new ListUsageReader(records), timeProvider: new FakeTimeProvider(Now));
}
