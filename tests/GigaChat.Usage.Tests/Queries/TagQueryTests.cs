namespace GigaChat.Usage.Tests.Queries;

public sealed class TagQueryTests
{
    private static readonly TimeSpan Moscow = TimeSpan.FromHours(3);
    private static readonly DateTimeOffset Before = new(2026, 1, 20, 9, 0, 0, Moscow);
    private static readonly DateTimeOffset After = new(2026, 2, 10, 9, 0, 0, Moscow);

    private static readonly UsageRecord[] Calls =
    [
        Call(Before, 1_000_000, "acme"),
        Call(After, 500_000, "acme") with
        {
            Source = UsageSource.Estimated,
        },
        Call(After, 3_000_000, "ромашка") with
        {
            Model = "unknown",
        },
        Call(After, 100_000, tenant: null),
    ];

    [Test]
    public async Task Values_of_a_tag_have_their_usage_and_cost_and_add_up_to_all()
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync(Calls, default);
        var usage = new GigaChatTokenUsage(store);

        var tenants = await usage.GetByTagAsync("tenant");

        tenants
            .Select(it => (it.Value, it.Count, it.Tokens))
            .Should()
            .Equal(("ромашка", 1, 3_000_000), ("acme", 2, 1_500_000), (null, 1, 100_000));
        tenants[1].Cost.Rubles.Should().Be(200m + 32.5m, "each call has the price of its day");
        tenants[1].Cost.EstimatedRubles.Should().Be(32.5m);
        tenants[1].EstimatedTokens.Should().Be(500_000);
        tenants[0].Cost.UnpricedTokens.Should().Be(3_000_000);
        var all = await usage.GetCostAsync();
        tenants.Sum(it => it.Cost.Rubles).Should().Be(all.Rubles);
        (await usage.GetByTagAsync("tenant", new UsageFilter { From = After.AddDays(-1), Model = "GigaChat-2" }))
            .Select(it => (it.Value, it.Cost.Rubles))
            .Should()
            .Equal(("acme", 32.5m), (null, 6.5m));
        await usage.Invoking(it => it.GetByTagAsync("")).Should().ThrowAsync<ArgumentException>();
    }

    /// <summary>A reader that lists keys is asked for them; the newest records of another one are read.</summary>
    [Test]
    public async Task Keys_of_tags_are_those_of_the_period_of_any_reader()
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync([.. Calls, Call(Before, 1, "x") with { Tags = [new("old", "1")] }], default);
        var (listing, plain) = (new Listing(store), new Plain(store));

        (await new GigaChatTokenUsage(listing).GetTagKeysAsync(After)).Should().Equal(new UsageTagKey("tenant"));
        listing.From.Should().Be(After);
        (await new GigaChatTokenUsage(plain).GetTagKeysAsync())
            .Should()
            .Equal(new UsageTagKey("old"), new UsageTagKey("tenant"));
        (await new GigaChatTokenUsage(plain).GetTagKeysAsync(to: Before)).Should().BeEmpty();
        await new GigaChatTokenUsage(listing)
            .Invoking(it => it.GetTagKeysAsync(After, Before))
            .Should()
            .ThrowAsync<ArgumentException>();
    }

    private static UsageRecord Call(DateTimeOffset at, long tokens, string? tenant) =>
        Records.Of(tokens, at, "GigaChat-2") with
        {
            Tags = tenant is null ? null : [new("tenant", tenant)],
        };

    private class Plain(InMemoryUsageStore store) : IUsageReader
    {
        public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
            UsageFilter filter,
            UsageGrouping groupBy,
            CancellationToken cancellationToken = default
        ) => store.AggregateAsync(filter, groupBy, cancellationToken);

        public virtual Task<UsagePageResult> ListAsync(
            UsageFilter filter,
            UsagePage page,
            CancellationToken cancellationToken = default
        ) => store.ListAsync(filter, page, cancellationToken);

        public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
            store.FindAsync(id, cancellationToken);
    }

    private sealed class Listing(InMemoryUsageStore store) : Plain(store), IUsageTagReader
    {
        private readonly InMemoryUsageStore _store = store;

        public DateTimeOffset? From { get; private set; }

        public Task<IReadOnlyList<UsageTagKey>> GetTagKeysAsync(
            DateTimeOffset? from = null,
            DateTimeOffset? to = null,
            CancellationToken cancellationToken = default
        )
        {
            From = from;
            return _store.GetTagKeysAsync(from, to, cancellationToken);
        }

        public override Task<UsagePageResult> ListAsync(
            UsageFilter filter,
            UsagePage page,
            CancellationToken cancellationToken = default
        ) => throw new InvalidOperationException("The keys are listed without records.");
    }
}
