using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Testing.NUnit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace GigaChat.Usage;

/// <summary>A hot standby answers queries, and takes over while records are written.</summary>
[TestFixture]
internal sealed class PostgreSqlStandbyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly UsageRecord[] Records = NaiveUsage.Spread(
        new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero),
        3_000
    );

    private LocalPostgreSql _primary = null!;
    private LocalPostgreSql _standby = null!;

    [SetUp]
    public async Task Start()
    {
        // Ignored where there are no programs, as the tests of one server are.
        await PostgreSqlServer.GetAsync();
        if (Environment.GetEnvironmentVariable("GIGACHAT_USAGE_TEST_POSTGRES") is { Length: > 0 })
            Assert.Ignore("The server is not this test's to stop.");
        _primary = await LocalPostgreSql.StartAsync(syncToDisk: false);
        _standby = await _primary.StartStandbyAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        NpgsqlConnection.ClearAllPools();
        if (_standby is not null)
            await _standby.DisposeAsync();
        if (_primary is not null)
            await _primary.DisposeAsync();
    }

    [Test]
    public async Task A_standby_answers_queries_and_the_diagnostics_report_how_far_it_is_behind()
    {
        var builder = new ServiceCollection().AddGigaChatUsageTracking().UsePostgreSql(_primary.ConnectionString);
        builder.Services.AddSingleton<IUsageReader>(
            new PostgreSqlUsageStore(_standby.ConnectionString, migrateOnStart: false)
        );
        await using var services = builder.Services.BuildServiceProvider();
        var (store, reader) = (services.GetRequiredService<IUsageStore>(), services.GetRequiredService<IUsageReader>());
        var (usage, doctor) = (
            services.GetRequiredService<GigaChatTokenUsage>(),
            services.GetRequiredService<GigaChatUsageDoctor>()
        );
        await store.AppendAsync(Records[..2_000], default);
        await EventuallyAsync(async () => (await ((IUsageReplica)reader).GetReplicationLagAsync()) == TimeSpan.Zero);

        (await usage.GetTotalTokensAsync()).Should().Be(Records[..2_000].Sum(record => record.TotalTokens));
        (await reader.ListAsync(new UsageFilter { Search = "user 3" }, new UsagePage())).Items.Should().NotBeEmpty();
        (await FindingsAsync()).Should().BeEmpty("it is not behind");
        (await ((IUsageReplica)store).GetReplicationLagAsync()).Should().BeNull("the primary follows nobody");

        await ExecuteAsync(_standby, "SELECT pg_wal_replay_pause()");
        await store.AppendAsync(Records[2_000..], default);
        await EventuallyAsync(async () => (await ((IUsageReplica)reader).GetReplicationLagAsync()) > TimeSpan.Zero);
        (await FindingsAsync()).Should().ContainSingle().Which.Figures.Should().ContainKey("lag");

        (
            await reader
                .Invoking(it => ((IUsageStore)it).AppendAsync(Records, default))
                .Should()
                .ThrowAsync<UsageStoreException>()
        ).WithMessage("*read-only*primary*");
        ((IDisposable)reader).Dispose();

        async Task<IEnumerable<UsageFinding>> FindingsAsync() =>
            (await doctor.ExamineAsync()).Findings.Where(static finding =>
                finding.Code == UsageFindingCode.ReplicaLags
            );
    }

    /// <summary>Commits wait for the standby (<c>synchronous_standby_names</c>): what the primary has confirmed the
    /// standby has.</summary>
    [Test]
    public async Task Nothing_is_lost_or_doubled_when_a_standby_takes_over_while_records_are_written()
    {
        await ExecuteAsync(_primary, "ALTER SYSTEM SET synchronous_standby_names = '*'");
        await ExecuteAsync(_primary, "SELECT pg_reload_conf()");
        var both =
            $"Host={_primary.Address},{_standby.Address};Username=postgres;Database=postgres;Target Session Attributes=read-write;Host Recheck Seconds=1;Timeout=5";
        using var store = new PostgreSqlUsageStore(both);
        await store.EnsureMigratedAsync();
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

        foreach (var record in Records[..1_500])
            recorder.TryRecord(record).Should().BeTrue();
        await EventuallyAsync(() => Task.FromResult(recorder.Counters.Persisted > 0));
        await _primary.KillAsync();
        foreach (var record in Records[1_500..])
            recorder.TryRecord(record).Should().BeTrue();
        await _standby.PromoteAsync();
        await recorder.FlushAsync();

        recorder.ParkedRecords.Should().BeEmpty();
        (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None))
            .Should()
            .Equal(NaiveUsage.Aggregate(Records, UsageFilter.All, UsageGrouping.None));
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
            await Task.Delay(10, patience.Token);
    }

    private static async Task ExecuteAsync(LocalPostgreSql server, string sql)
    {
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
