using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Testing.NUnit;

namespace GigaChat.Usage;

/// <summary>The contract by way of PgBouncer in transaction mode.</summary>
[TestFixture]
internal sealed class PgBouncerTests : RelationalStoreContract
{
    private static readonly UsageRecord[] Records = NaiveUsage.Spread(
        new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero),
        3_000
    );

    private readonly List<PostgreSqlUsageStore> _stores = [];
    private PgBouncer? _bouncer;
    private PostgreSqlTestDatabase? _database;

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_bouncer is not null)
            await _bouncer.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    protected override async Task<(IUsageStore Store, IUsageReader Reader)> CreateStoreAsync()
    {
        _bouncer ??= await StartAsync();
        _database ??= await PostgreSqlTestDatabase.CreateEmptyAsync();
        var store = Open();
        await store.EnsureMigratedAsync();
        return (store, store);
    }

    private static async Task<PgBouncer> StartAsync()
    {
        var server = await PostgreSqlServer.GetAsync();
        if (PgBouncer.IsInstalled)
            return await PgBouncer.StartAsync(server);
        const string Reason = "No PgBouncer to test with. Install pgbouncer.";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(Reason);
        Assert.Ignore(Reason);
        throw new InvalidOperationException(Reason);
    }

    protected override Task<IUsageStore> OpenAgainAsync() => Task.FromResult<IUsageStore>(Open());

    protected override async Task DeleteStoreAsync()
    {
        _stores.ForEach(store => store.Dispose());
        _stores.Clear();
        if (_database is not null)
            await _database.EmptyAsync();
    }

    [Test]
    public async Task Nothing_is_lost_or_doubled_when_the_pooler_ends_and_comes_back()
    {
        var store = Open();
        await using var recorder = new UsageRecorder(
            store,
            new UsageRecorderOptions
            {
                Tracking = new GigaChatUsageOptions
                {
                    BatchSize = 50,
                    BatchDelay = TimeSpan.FromMilliseconds(1),
                    RetryDelay = TimeSpan.FromMilliseconds(20),
                    MaxRetryDelay = TimeSpan.FromMilliseconds(200),
                },
            }
        );

        foreach (var record in Records[..1_000])
            recorder.TryRecord(record).Should().BeTrue();
        await _bouncer!.KillAsync();
        foreach (var record in Records[1_000..])
            recorder.TryRecord(record).Should().BeTrue();
        await _bouncer.StartAsync();
        await recorder.FlushAsync();

        recorder.ParkedRecords.Should().BeEmpty();
        (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None))
            .Should()
            .Equal(NaiveUsage.Aggregate(Records, UsageFilter.All, UsageGrouping.None));
    }

    [Test]
    public async Task Old_records_are_deleted_and_a_user_is_erased_by_way_of_the_pooler()
    {
        var store = Open();
        await store.AppendAsync(
            [
                .. Records,
                new UsageRecord
                {
                    CreatedAt = TimeProvider.System.GetUtcNow(),
                    Operation = UsageOperation.TextGeneration,
                },
            ],
            default
        );

        (await store.EraseUserAsync("user-1")).Should().BePositive();
        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(1))).Should().Be(Records.Length);
        await store.RebuildRollupsAsync();
    }

    [Test, CancelAfter(600_000)]
    public async Task Two_processes_share_budgets_by_way_of_the_pooler_and_never_overspend(
        CancellationToken cancellationToken
    )
    {
        UsageBudget[] budgets =
        [
            new() { Name = "all", Tokens = 6_000 },
            new()
            {
                Name = "each",
                Scope = BudgetScope.User,
                Tokens = 2_500,
                Period = BudgetPeriod.Rolling,
                Window = TimeSpan.FromHours(1),
            },
        ];
        await Open().EnsureMigratedAsync(cancellationToken);
        GigaChatBudgets[] processes = [Process(budgets), Process(budgets)];
        var (spent, refused) = (0L, 0);

        await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(async call =>
                {
                    var user = $"user {call % 4}";
                    var (ticket, verdict) = await processes[call % 2]
                        .ReserveAsync(
                            Guid.CreateVersion7(),
                            SharedBudgetTests.Call with
                            {
                                UserId = user,
                            },
                            cancellationToken
                        );
                    if (verdict is not null)
                        Interlocked.Increment(ref refused);
                    if (ticket is null)
                        return;
                    Interlocked.Add(ref spent, 90);
                    processes[call % 2].Settle(ticket, SharedBudgetTests.Used(90, user));
                })
        );

        refused.Should().BePositive();
        processes.Should().OnlyContain(static process => process.SentUnasked == null);
        foreach (var process in processes)
        {
            var standings = await SharedBudgetTests.SettledAsync(process, used: spent);
            standings.Should().OnlyContain(static standing => standing.Used <= standing.Limit);
        }
    }

    private GigaChatBudgets Process(UsageBudget[] budgets)
    {
        var store = Open();
        return new GigaChatBudgets(
            budgets,
            new GigaChatTokenUsage(store),
            new GigaChatBudgetServices
            {
                Options = new GigaChatBudgetOptions { StoreTimeout = TimeSpan.FromMinutes(1) },
                Store = new EfBudgetStore(store),
            }
        );
    }

    private PostgreSqlUsageStore Open()
    {
        var store = new PostgreSqlUsageStore(_bouncer!.Before(_database!.ConnectionString));
        _stores.Add(store);
        return store;
    }
}
