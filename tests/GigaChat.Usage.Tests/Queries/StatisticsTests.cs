using CsCheck;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Tests.Queries;

public sealed class StatisticsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task The_period_is_the_last_days_times_24_hours_with_both_ends()
    {
        var usage = Usage(
            Records.Of(1, Now.AddDays(-7).AddMicroseconds(-1)),
            Records.Of(10, Now.AddDays(-7)),
            Records.Of(100, Now),
            Records.Of(1000, Now.AddMicroseconds(1))
        );

        var statistics = await usage.GetStatisticsAsync();

        statistics.TotalTokens.Should().Be(110);
        statistics.TotalRequests.Should().Be(2);
        statistics.PeriodDays.Should().Be(7);
        statistics.StartDate.Should().Be(Now.AddDays(-7));
        statistics.EndDate.Should().Be(Now);
    }

    [Test]
    public async Task Every_known_operation_is_present_with_zeros()
    {
        var statistics = await Usage().GetStatisticsAsync(30);

        statistics.ByOperation.Keys.Should().Equal(UsageOperation.Known);
        statistics
            .ByOperation.Values.Should()
            .OnlyContain(operation => operation.Count == 0 && operation.Tokens == 0 && operation.Share == 0);
        statistics.EstimatedShare.Should().Be(0);
    }

    [Test]
    public async Task Other_operations_that_occurred_follow_the_known_ones()
    {
        var statistics = await Usage(
                Records.Of(3, Now, operation: "SUMMARY"),
                Records.Of(9, Now, operation: UsageOperation.AiCheck),
                Records.Of(4, Now)
            )
            .GetStatisticsAsync();

        statistics.ByOperation.Keys.Should().Equal([.. UsageOperation.Known, UsageOperation.AiCheck, new("SUMMARY")]);
        statistics
            .ByOperation[new UsageOperation("SUMMARY")]
            .Should()
            .Match<OperationUsage>(summary => summary.Count == 1 && summary.Tokens == 3 && summary.Name == "SUMMARY");
        statistics.ByOperation[UsageOperation.TextGeneration].Share.Should().Be(0.25);
    }

    [Test, SetUICulture("ru-RU")]
    public async Task Operations_have_russian_names_for_russian_users()
    {
        var statistics = await Usage().GetStatisticsAsync();

        statistics.ByOperation[UsageOperation.TextGeneration].Name.Should().Be("Генерация текста");
        statistics.ByOperation[UsageOperation.ImagePrompt].Name.Should().Be("Промпт для изображения");
        statistics.ByOperation[UsageOperation.ImageGeneration].Name.Should().Be("Генерация изображения");
    }

    [Test, Property("Lesson", "L8")]
    public async Task Attempts_are_requests_and_a_call_counts_once()
    {
        var first = Records.Of(0, Now) with { Outcome = UsageOutcome.Failed };
        var retry = Records.Of(40, Now) with { Attempt = 2, FirstAttemptId = first.Id };

        var statistics = await Usage(first, retry).GetStatisticsAsync();

        statistics.TotalRequests.Should().Be(2);
        statistics.TotalCalls.Should().Be(1);
        statistics.ByOperation[UsageOperation.TextGeneration].Calls.Should().Be(1);
    }

    [Test]
    public async Task The_parts_add_up_to_the_whole()
    {
        await Records
            .Random(Now.AddDays(-20), Now.AddDays(5))
            .SampleAsync(async records =>
            {
                var statistics = await Usage(records).GetStatisticsAsync(10);
                var within = records
                    .Where(record => record.CreatedAt >= Now.AddDays(-10) && record.CreatedAt <= Now)
                    .ToList();

                statistics.TotalTokens.Should().Be(within.Sum(record => record.TotalTokens));
                statistics.TotalRequests.Should().Be(within.Count);
                statistics.ByOperation.Values.Sum(operation => operation.Tokens).Should().Be(statistics.TotalTokens);
                statistics.ByOperation.Values.Sum(operation => operation.Count).Should().Be(statistics.TotalRequests);
                statistics.ByOperation.Values.Sum(operation => operation.Calls).Should().Be(statistics.TotalCalls);
                statistics
                    .ByOperation.Values.Sum(operation => operation.EstimatedTokens)
                    .Should()
                    .Be(statistics.EstimatedTokens);
                statistics
                    .ByOperation.Values.Sum(operation => operation.Share)
                    .Should()
                    .BeApproximately(statistics.TotalTokens == 0 ? 0 : 1, 1e-9);
            });
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(int.MinValue)]
    [TestCase(1_000_000)]
    [TestCase(int.MaxValue)]
    public async Task Days_that_make_no_period_are_refused_by_name(int days)
    {
        (await Usage().Awaiting(u => u.GetStatisticsAsync(days)).Should().ThrowAsync<ArgumentOutOfRangeException>())
            .Which.ParamName.Should()
            .Be("days");
        (await Usage().Awaiting(u => u.GetDailyAsync(days)).Should().ThrowAsync<ArgumentOutOfRangeException>())
            .Which.ParamName.Should()
            .Be("days");
        (await Usage().Awaiting(u => u.GetForecastAsync(days)).Should().ThrowAsync<ArgumentOutOfRangeException>())
            .Which.ParamName.Should()
            .Be("basedOnDays");
    }

    [Test]
    public async Task The_longest_period_reaches_to_the_first_day_of_the_calendar()
    {
        var days = (Now - DateTimeOffset.MinValue).Days;

        (await Usage(Records.Of(8, Now)).GetStatisticsAsync(days)).TotalTokens.Should().Be(8);
    }

    [Test]
    public async Task A_sum_that_fits_no_long_is_an_error_and_never_a_wrong_number()
    {
        var usage = Usage(Records.Of(long.MaxValue, Now), Records.Of(1, Now, operation: UsageOperation.Embedding));

        await usage.Awaiting(u => u.GetStatisticsAsync()).Should().ThrowAsync<OverflowException>();
    }

    private static GigaChatTokenUsage Usage(params UsageRecord[] records) =>
        new(new ListUsageReader(records), timeProvider: new FakeTimeProvider(Now));
}
