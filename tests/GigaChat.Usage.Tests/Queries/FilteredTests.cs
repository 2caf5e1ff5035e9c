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

                    (await all.GetTopUsersAsync(3, Pro))
                        .Should()
                        .BeEquivalentTo(await pro.GetTopUsersAsync(3), strict => strict.WithStrictOrdering());
                    (await all.GetByModelAsync(Pro))
                        .Should()
                        .BeEquivalentTo(await pro.GetByModelAsync(), strict => strict.WithStrictOrdering());
                    (await all.GetByAccessTokenTypeAsync(Pro))
                        .Should()
                        .BeEquivalentTo(await pro.GetByAccessTokenTypeAsync(), strict => strict.WithStrictOrdering());
                    (await all.GetDailyAsync(12, Pro))
                        .Should()
                        .BeEquivalentTo(await pro.GetDailyAsync(12), strict => strict.WithStrictOrdering());
                    (await all.GetStatisticsAsync(12, Pro)).Should().BeEquivalentTo(await pro.GetStatisticsAsync(12));
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
        var filter = new UsageFilter { From = Now.AddDays(-1) };

        (await usage.GetTopUsersAsync(filter: filter)).Single().Tokens.Should().Be(10);
        (await usage.GetByModelAsync(filter)).Single().Tokens.Should().Be(10);
        (await usage.GetByAccessTokenTypeAsync(filter)).Single().Tokens.Should().Be(10);
    }

    [Test]
    public async Task Days_and_a_period_of_the_filter_are_one_too_many([Values] bool start)
    {
        var filter = start ? Pro with { From = Now } : Pro with { To = Now };

        (await Usage().Awaiting(u => u.GetDailyAsync(filter: filter)).Should().ThrowAsync<ArgumentException>())
            .WithMessage("*From*To*")
            .Which.ParamName.Should()
            .Be("filter");
        (await Usage().Awaiting(u => u.GetStatisticsAsync(filter: filter)).Should().ThrowAsync<ArgumentException>())
            .WithMessage("*From*To*")
            .Which.ParamName.Should()
            .Be("filter");
    }

    [Test]
    public async Task Numbers_out_of_range_are_refused_by_name()
    {
        (await Usage().Awaiting(u => u.GetTopUsersAsync(0, Pro)).Should().ThrowAsync<ArgumentOutOfRangeException>())
            .Which.ParamName.Should()
            .Be("count");
        (await Usage().Awaiting(u => u.GetDailyAsync(0, Pro)).Should().ThrowAsync<ArgumentOutOfRangeException>())
            .Which.ParamName.Should()
            .Be("days");
        (await Usage().Awaiting(u => u.GetStatisticsAsync(0, Pro)).Should().ThrowAsync<ArgumentOutOfRangeException>())
            .Which.ParamName.Should()
            .Be("days");
    }

    [Test]
    public async Task Days_of_an_open_period_are_refused([Values] bool start)
    {
        var filter = start ? Pro with { From = Now } : Pro with { To = Now };

        (await Usage().Awaiting(u => u.GetByDayAsync(filter)).Should().ThrowAsync<ArgumentException>())
            .WithMessage("*From*To*")
            .Which.ParamName.Should()
            .Be("filter");
    }

    [Test]
    public async Task Days_of_an_empty_period_are_none() =>
        (await Usage(Records.Of(10, Now)).GetByDayAsync(new UsageFilter { From = Now, To = Now })).Should().BeEmpty();

    private static GigaChatTokenUsage Usage(params UsageRecord[] records) =>
        new(new ListUsageReader(records), timeProvider: new FakeTimeProvider(Now));
}
