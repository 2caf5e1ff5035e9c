namespace GigaChat.Usage.Tests.Queries;

/// <summary>Outcomes, percentiles and the share of cached tokens, by groups.</summary>
[TestFixture]
internal sealed class QualityTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private InMemoryUsageStore _store = null!;
    private GigaChatTokenUsage _usage = null!;

    [SetUp]
    public async Task Fill()
    {
        _store = new InMemoryUsageStore();
        _usage = new GigaChatTokenUsage(_store);
        UsageRecord[] records =
        [
            .. Enumerable.Range(1, 100).Select(i => Call("GigaChat-2", i * 100)),
            Call("GigaChat-2-Max", 2_000) with
            {
                Outcome = UsageOutcome.Aborted,
                TimeToFirstToken = null,
                PromptTokens = null,
                CachedPromptTokens = null,
            },
            Call("GigaChat-2-Max", 30) with
            {
                Outcome = UsageOutcome.Failed,
                Attempt = 2,
                TimeToFirstToken = null,
                PromptTokens = null,
                CachedPromptTokens = null,
            },
            Call("GigaChat-2-Max", 900) with
            {
                Outcome = UsageOutcome.Blocked,
            },
            Call("GigaChat-2-Max", 0) with
            {
                Outcome = UsageOutcome.Failed,
                PromptTokens = null,
                CachedPromptTokens = null,
            },
        ];
        await _store.AppendAsync(records, CancellationToken.None);
    }

    [Test]
    public async Task Outcomes_retries_percentiles_and_cached_share_are_those_of_each_group()
    {
        var models = (await _usage.GetQualityAsync(UsageDimensions.Model)).ToDictionary(it => it.Usage.Model!);

        var lite = models["GigaChat-2"];
        (lite.Count, lite.Completed, lite.FailedShare, lite.Retries).Should().Be((100, 100, 0, 0));
        lite.CachedShare.Should().Be(0.25);
        lite.Duration!.P50!.Value.Should().BeCloseTo(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(0.25));
        lite.Duration.P95!.Value.Should().BeCloseTo(TimeSpan.FromSeconds(9.5), TimeSpan.FromSeconds(0.475));
        lite.TimeToFirstToken!.P99!.Value.Should().BeCloseTo(TimeSpan.FromSeconds(0.99), TimeSpan.FromSeconds(0.0495));

        var max = models["GigaChat-2-Max"];
        (max.Count, max.Completed, max.Aborted, max.Failed, max.Blocked, max.Retries).Should().Be((4, 0, 1, 2, 1, 1));
        (max.AbortedShare, max.FailedShare, max.BlockedShare).Should().Be((0.25, 0.5, 0.25));
        (max.Duration!.Count, max.TimeToFirstToken!.Count).Should().Be((3, 1), "an unmeasured duration is none of 0");
    }

    [Test]
    public async Task A_filter_by_outcome_gives_the_percentiles_of_these_calls()
    {
        var failed = (await _usage.GetQualityAsync(filter: new UsageFilter { Outcome = UsageOutcome.Failed })).Single();

        (failed.Count, failed.Failed, failed.FailedShare).Should().Be((2, 2, 1));
        failed.Duration!.P99!.Value.Should().BeCloseTo(TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(1.5));
        failed.CachedShare.Should().BeNull("no prompt tokens are known");
    }

    [Test]
    public async Task Nothing_has_no_shares_and_no_percentiles()
    {
        var nothing = (await _usage.GetQualityAsync(filter: new UsageFilter { UserId = "nobody" })).Single();

        (nothing.Count, nothing.FailedShare, nothing.CachedShare).Should().Be((0, 0, null));
        nothing.Duration!.P50.Should().BeNull();
        (await _usage.GetQualityAsync(UsageDimensions.Day, new UsageFilter { UserId = "nobody" })).Should().BeEmpty();
    }

    [Test]
    public async Task Groups_add_up_to_the_whole_and_outcome_is_a_dimension_too()
    {
        var whole = (await _usage.GetQualityAsync()).Single();
        foreach (
            var by in new[]
            {
                UsageDimensions.Outcome,
                UsageDimensions.Model | UsageDimensions.Outcome,
                UsageDimensions.Day | UsageDimensions.Operation,
            }
        )
        {
            var parts = await _usage.GetQualityAsync(by);
            parts.Sum(part => part.Count).Should().Be(whole.Count);
            parts.Sum(part => part.Failed).Should().Be(whole.Failed);
            UsageHistogram.Sum(parts.Select(part => part.Duration!)).Should().Be(whole.Duration);
        }
    }

    [Test]
    public async Task Users_are_counted_by_any_store()
    {
        await _store.AppendAsync(
            [Call("m", 1) with { UserId = "anna" }, Call("m", 1) with { UserId = "anna" }, Call("m", 1)],
            CancellationToken.None
        );

        (await _usage.CountUsersAsync()).Should().Be(1);
        (await _usage.CountUsersAsync(new UsageFilter { Model = "GigaChat-2" })).Should().Be(0);
        var plain = new GigaChatTokenUsage(new Plain(_store));
        (await plain.CountUsersAsync()).Should().Be(1);
        (await plain.GetQualityAsync()).Single().Duration.Should().BeNull("the store has no histograms");
    }

    private static UsageRecord Call(string model, int milliseconds) =>
        new()
        {
            CreatedAt = Now,
            Operation = UsageOperation.TextGeneration,
            Model = model,
            PromptTokens = 3,
            CachedPromptTokens = 1,
            TotalTokens = 3,
            Source = UsageSource.Reported,
            Duration = TimeSpan.FromMilliseconds(milliseconds),
            TimeToFirstToken = milliseconds == 0 ? null : TimeSpan.FromMilliseconds(milliseconds / 10.0),
        };

    /// <summary>A store of an application that knows neither histograms nor numbers of users.</summary>
    private sealed class Plain(IUsageReader reader) : IUsageReader
    {
        public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
            UsageFilter filter,
            UsageGrouping groupBy,
            CancellationToken cancellationToken = default
        ) => reader.AggregateAsync(filter, groupBy with { WithLatency = false, WithUsers = false }, cancellationToken);

        public Task<UsagePageResult> ListAsync(
            UsageFilter filter,
            UsagePage page,
            CancellationToken cancellationToken = default
        ) => reader.ListAsync(filter, page, cancellationToken);

        public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
            reader.FindAsync(id, cancellationToken);
    }
}
