using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Tests.PublicApi;

/// <summary>What the builder of usage tracking adds and chooses.</summary>
[TestFixture]
internal sealed class BuilderTests
{
    private const string Body = """{"model":"GigaChat-2","messages":[{"role":"user","content":"Привет"}]}""";

    private GigaChatServer _server = null!;

    [SetUp]
    public async Task Start() => _server = await GigaChatServer.StartAsync();

    [TearDown]
    public async Task Stop() => await _server.DisposeAsync();

    [Test]
    public async Task UseStore_with_an_instance_records_there_and_does_not_dispose_it()
    {
        var store = new DisposableStore();
        await using (
            var services = new ServiceCollection()
                .AddGigaChatUsageTracking()
                .UseStore(store)
                .Services.BuildServiceProvider()
        )
        {
            await PostAsync(services, "");
            services.GetRequiredService<IUsageReader>().Should().BeSameAs(store);
        }

        store.Appended.Should().Be(1);
        store.IsDisposed.Should().BeFalse();
    }

    [Test]
    public async Task Tracking_of_one_client_returns_the_builder()
    {
        var store = new DisposableStore();
        await using (
            var services = new ServiceCollection()
                .AddHttpClient("bot")
                .AddGigaChatUsageTracking()
                .UseStore(store)
                .Services.BuildServiceProvider()
        )
            await PostAsync(services, "bot");

        store.Appended.Should().Be(1);
    }

    [Test]
    public async Task AddEnricher_with_an_instance_and_functions_runs_them_in_order()
    {
        await using var services = new ServiceCollection()
            .AddGigaChatUsageTracking()
            .AddEnricher(new PlatformEnricher())
            .AddEnricher((context, request) => context with { Topic = $"{context.Platform} {request.Method}" })
            .AddEnricher((context, _) => context with { UserId = context.Topic })
            .Services.BuildServiceProvider();

        await PostAsync(services, "");

        var record = await services.GetRequiredService<IUsageReader>().EnumerateAsync().SingleAsync();
        (record.Platform, record.Topic, record.UserId).Should().Be(("web", "web POST", "web POST"));
    }

    [Test]
    public void UseEstimator_with_a_type_or_a_factory_chooses_the_last_one()
    {
        using var byType = new ServiceCollection()
            .AddGigaChatUsageTracking()
            .UseEstimator(new CharacterRatioTokenEstimator())
            .UseEstimator<OneTokenEstimator>()
            .Services.BuildServiceProvider();
        using var byFactory = new ServiceCollection()
            .AddGigaChatUsageTracking()
            .UseEstimator<OneTokenEstimator>()
            .UseEstimator(services => new CharacterRatioTokenEstimator(services.GetServices<string>().Count() + 3))
            .Services.BuildServiceProvider();

        byType.GetRequiredService<ITokenEstimator>().Should().BeOfType<OneTokenEstimator>();
        byFactory
            .GetRequiredService<ITokenEstimator>()
            .Should()
            .BeOfType<CharacterRatioTokenEstimator>()
            .Which.CharactersPerToken.Should()
            .Be(3);
    }

    [Test]
    public async Task UseBudgetStore_counts_the_calls_in_the_chosen_store()
    {
        foreach (
            var choose in new Func<IGigaChatUsageBuilder, IGigaChatUsageBuilder>[]
            {
                builder => builder.UseBudgetStore(new FullBudgetStore()),
                builder => builder.UseBudgetStore(_ => new FullBudgetStore()),
                builder => builder.UseBudgetStore<FullBudgetStore>(),
            }
        )
        {
            await using var services = choose(new ServiceCollection().AddGigaChatUsageTracking())
                .AddBudgets(new UsageBudget { Name = "all", Tokens = 1_000_000 })
                .Services.BuildServiceProvider();

            await this.Awaiting(it => it.PostAsync(services, ""))
                .Should()
                .ThrowAsync<GigaChatBudgetExceededException>();
        }
    }

    [Test]
    public async Task EnumerateAsync_reads_every_page_newest_first()
    {
        var store = new InMemoryUsageStore();
        UsageRecord[] records =
        [
            .. Enumerable
                .Range(0, 2_345)
                .Select(i => new UsageRecord
                {
                    CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(i),
                    Operation = UsageOperation.Embedding,
                    UserId = i % 2 == 0 ? "even" : "odd",
                }),
        ];
        await store.AppendAsync(records, CancellationToken.None);

        (await store.EnumerateAsync().ToListAsync()).Should().Equal(records.Reverse());
        (await store.EnumerateAsync(new UsageFilter { UserId = "odd" }).CountAsync()).Should().Be(1_172);
        store
            .Invoking(reader =>
                reader.EnumerateAsync(new UsageFilter { From = records[1].CreatedAt, To = records[0].CreatedAt })
            )
            .Should()
            .Throw<ArgumentException>();
    }

    private async Task PostAsync(ServiceProvider services, string client)
    {
        using var content = new StringContent(Body, System.Text.Encoding.UTF8, "application/json");
        using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient(client);
        using var response = await http.PostAsync(new Uri(_server.V1BaseAddress, "chat/completions"), content);
        await response.Content.ReadAsByteArrayAsync();
        await services.GetRequiredService<IUsageRecorder>().FlushAsync();
    }

    private sealed class FullBudgetStore : IBudgetStore
    {
        public ValueTask OpenAsync(
            IReadOnlyList<BudgetCounter> counters,
            Func<IReadOnlyList<BudgetCounter>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<BudgetUse>>>> used,
            CancellationToken cancellationToken
        ) => ValueTask.CompletedTask;

        public ValueTask<BudgetDecision> ReserveAsync(
            Guid reservation,
            IReadOnlyList<BudgetCharge> charges,
            DateTimeOffset now,
            DateTimeOffset expiresAt,
            CancellationToken cancellationToken
        ) => new(new BudgetDecision(0, new BudgetCount(charges[0].Limit, 0)));

        public ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
            Guid reservation,
            IReadOnlyList<BudgetCharge> charges,
            DateTimeOffset now,
            CancellationToken cancellationToken
        ) => new((IReadOnlyList<BudgetCount>?)null);

        public ValueTask<bool> TryMarkAsync(
            BudgetCounter counter,
            int percent,
            DateTimeOffset now,
            CancellationToken cancellationToken
        ) => new(false);

        public ValueTask<IReadOnlyList<BudgetCount?>> ReadAsync(
            IReadOnlyList<BudgetCounter> counters,
            DateTimeOffset now,
            CancellationToken cancellationToken
        ) => new([.. counters.Select(static _ => (BudgetCount?)null)]);
    }

    private sealed class PlatformEnricher : IUsageEnricher
    {
        public UsageContext Enrich(UsageContext context, HttpRequestMessage request) =>
            context with
            {
                Platform = "web",
            };
    }

    private sealed class OneTokenEstimator : ITokenEstimator
    {
        public long Estimate(in TextMeasure text, TokenKind kind, string? model) => 1;
    }

    private sealed class DisposableStore : IUsageStore, IUsageReader, IDisposable
    {
        private readonly InMemoryUsageStore _store = new();

        public int Appended { get; private set; }

        public bool IsDisposed { get; private set; }

        public async Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
        {
            await _store.AppendAsync(batch, cancellationToken);
            Appended += batch.Count;
        }

        public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
            UsageFilter filter,
            UsageGrouping groupBy,
            CancellationToken cancellationToken = default
        ) => _store.AggregateAsync(filter, groupBy, cancellationToken);

        public Task<UsagePageResult> ListAsync(
            UsageFilter filter,
            UsagePage page,
            CancellationToken cancellationToken = default
        ) => _store.ListAsync(filter, page, cancellationToken);

        public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
            _store.FindAsync(id, cancellationToken);

        public void Dispose() => IsDisposed = true;
    }
}
