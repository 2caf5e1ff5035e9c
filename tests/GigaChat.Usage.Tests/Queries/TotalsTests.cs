namespace GigaChat.Usage.Tests.Queries;

public sealed class TotalsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Nothing_recorded_is_zero()
    {
        var usage = new GigaChatTokenUsage(new ListUsageReader());

        (await usage.GetTotalTokensAsync()).Should().Be(0);
        (await usage.GetTotalsAsync()).EstimatedShare.Should().Be(0);
    }

    [Test]
    public async Task Both_ends_of_a_period_count()
    {
        var usage = new GigaChatTokenUsage(
            new ListUsageReader(
                Records.Of(1, Noon.AddMicroseconds(-1)),
                Records.Of(10, Noon),
                Records.Of(100, Noon.AddHours(1)),
                Records.Of(1000, Noon.AddHours(1).AddMicroseconds(1))
            )
        );

        (await usage.GetTotalTokensAsync(Noon, Noon.AddHours(1))).Should().Be(110);
        (await usage.GetTotalTokensAsync(Noon, Noon)).Should().Be(10);
        (await usage.GetTotalTokensAsync(startDate: Noon)).Should().Be(1110);
        (await usage.GetTotalTokensAsync(endDate: Noon)).Should().Be(11);
        (await usage.GetTotalTokensAsync(endDate: DateTimeOffset.MaxValue)).Should().Be(1111);
        (await usage.GetTotalsAsync(new UsageFilter { From = Noon, To = Noon.AddHours(1) })).Tokens.Should().Be(10);
        (await usage.GetTotalsAsync(new UsageFilter { From = Noon, To = Noon })).Tokens.Should().Be(0);
    }

    [Test]
    public async Task One_operation_can_be_asked_for()
    {
        var usage = new GigaChatTokenUsage(
            new ListUsageReader(Records.Of(5, Noon), Records.Of(7, Noon, operation: UsageOperation.ImageGeneration))
        );

        (await usage.GetTotalTokensAsync(operationType: UsageOperation.ImageGeneration)).Should().Be(7);
        (await usage.GetTotalTokensAsync(operationType: "TEXT_GENERATION")).Should().Be(5);
        (await usage.GetTotalTokensAsync(operationType: UsageOperation.Embedding)).Should().Be(0);
    }

    [Test, Property("Lesson", "L20")]
    public async Task Totals_say_what_share_is_estimated()
    {
        var usage = new GigaChatTokenUsage(
            new ListUsageReader(Records.Of(300, Noon), Records.Of(100, Noon, source: UsageSource.Estimated))
        );

        var totals = await usage.GetTotalsAsync();

        totals.EstimatedTokens.Should().Be(100);
        totals.EstimatedShare.Should().Be(0.25);
    }

    [Test]
    public async Task A_period_that_ends_before_it_starts_is_refused_by_name()
    {
        var usage = new GigaChatTokenUsage(new ListUsageReader());
        var backwards = new UsageFilter { From = Noon, To = Noon.AddTicks(-1) };
        Func<Task>[] queries =
        [
            () => usage.GetTopUsersAsync(10, backwards),
            () => usage.GetByModelAsync(backwards),
            () => usage.GetByAccessTokenTypeAsync(backwards),
            () => usage.GetByDayAsync(backwards),
            () => usage.GetCostAsync(backwards),
            () => usage.GetTotalsAsync(backwards),
        ];

        foreach (var query in queries)
            (await query.Should().ThrowAsync<ArgumentException>()).Which.ParamName.Should().Be("From");
        (
            await usage
                .Awaiting(u => u.GetTotalTokensAsync(Noon, Noon.AddTicks(-1)))
                .Should()
                .ThrowAsync<ArgumentException>()
        )
            .Which.ParamName.Should()
            .Be("startDate");
    }

    [Test]
    public void A_missing_reader_is_refused()
    {
        FluentActions
            .Invoking(() => new GigaChatTokenUsage(null!))
            .Should()
            .Throw<ArgumentNullException>()
            .WithParameterName("reader");
    }

    [Test]
    public async Task A_cancelled_question_ends_as_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var usage = new GigaChatTokenUsage(new ListUsageReader());

        await usage
            .Awaiting(u => u.GetTotalTokensAsync(cancellationToken: cancelled.Token))
            .Should()
            .ThrowAsync<OperationCanceledException>();
        await usage
            .Awaiting(u => u.GetCostAsync(cancellationToken: cancelled.Token))
            .Should()
            .ThrowAsync<OperationCanceledException>();
    }
}
