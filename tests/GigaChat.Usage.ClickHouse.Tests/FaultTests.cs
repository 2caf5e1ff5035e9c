using System.Net;
using System.Net.Sockets;
using ClickHouse.Driver;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <summary>What a server that is away, full, killed or read-only does to records and queries.</summary>
[TestFixture]
internal sealed class FaultTests : ClickHouseTests
{
    [Test]
    public async Task A_server_that_is_away_is_an_error_that_waits_and_names_the_remedy()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var store = new ClickHouseUsageStore($"Host=127.0.0.1;Port={port};Database=usage;Password=secret");

        var failed = await store
            .Invoking(it => it.AppendAsync([Record(Noon)], default))
            .Should()
            .ThrowAsync<UsageStoreException>()
            .WithMessage("The usage database 'usage' cannot be reached*");

        failed.Which.IsTransient.Should().BeTrue();
        failed.Which.FaultOf().Should().Be(StoreFault.Unavailable);
        failed.Which.ToString().Should().NotContain("secret");
    }

    [Test]
    public async Task Missing_tables_are_an_error_where_the_store_must_not_create_them()
    {
        var store = Database.Open(migrateOnStart: false);

        await store
            .Invoking(it => it.AppendAsync([Record(Noon)], default))
            .Should()
            .ThrowAsync<UsageStoreException>()
            .WithMessage("*lacks tables*MigrateGigaChatUsageAsync()*");
        (await store.GetSchemaStateAsync()).Should().Be(UsageStoreSchemaState.Missing);
    }

    [Test]
    public async Task Tables_that_are_dropped_while_in_use_are_created_again()
    {
        var store = Database.Open();
        await store.AppendAsync([Record(Noon)], default);
        foreach (var table in new[] { "records", "rollups", "users", "state" })
            await Database.ExecuteAsync($"DROP TABLE gigachat_usage_{table} SYNC");

        await store.AppendAsync([Record(Noon, 7)], default);

        (await SumAsync(store)).TotalTokens.Should().Be(7);
    }

    [Test]
    public async Task A_missing_database_is_named()
    {
        using var store = new ClickHouseUsageStore(
            Database.ConnectionString.Replace(Database.Name, "gigachat_usage_nowhere", StringComparison.Ordinal)
        );

        await store
            .Invoking(it => it.AppendAsync([Record(Noon)], default))
            .Should()
            .ThrowAsync<UsageStoreException>()
            .WithMessage("*'gigachat_usage_nowhere' does not exist*");
    }

    /// <summary>
    /// A server that is killed in the middle of inserts loses none that it accepted; the others are written again.
    /// </summary>
    [Test]
    public async Task A_server_that_is_killed_while_it_inserts_keeps_what_it_accepted_and_takes_the_rest_again()
    {
        if (ClickHouseServer.IsReal)
            Assert.Ignore("A real server is not killed.");
        await using var server = await ClickHouseServer.StartOwnAsync();
        await using var database = await ClickHouseTestDatabase.CreateAsync(server.ConnectionString);
        var store = database.Open();
        UsageRecord[] records = [.. Enumerable.Range(0, 40_000).Select(i => Record(Noon.AddSeconds(30 * i), 1))];
        var batches = records.Chunk(2_000).ToList();
        await store.AppendAsync(batches[0], default);

        var accepted = new List<UsageRecord[]> { batches[0] };
        var writing = Task.Run(async () =>
        {
            foreach (var batch in batches.Skip(1))
            {
                await store.AppendAsync(batch, default);
                lock (accepted)
                    accepted.Add(batch);
            }
        });
        while (CountAccepted() < 4 && !writing.IsCompleted)
            await Task.Yield();
        await server.KillAsync();
        (await writing.Invoking(it => it).Should().ThrowAsync<UsageStoreException>())
            .Which.FaultOf()
            .Should()
            .Be(StoreFault.Unavailable);

        await server.StartAgainAsync();
        using var after = new ClickHouseUsageStore(database.ConnectionString);
        var kept = (await SumAsync(after)).Count;
        kept.Should().BeGreaterThanOrEqualTo(accepted.Sum(batch => batch.Length));
        foreach (var batch in batches)
            await after.AppendAsync(batch, default);
        var sum = await SumAsync(after);
        (sum.Count, sum.TotalTokens).Should().Be((records.Length, records.Length));

        int CountAccepted()
        {
            lock (accepted)
                return accepted.Count;
        }
    }

    [Test]
    public async Task A_memory_limit_is_an_error_that_waits()
    {
        using var limited = new ClickHouseUsageStore($"{Database.ConnectionString};set_max_memory_usage=100000");
        var store = Database.Open();
        await store.AppendAsync(
            [.. Enumerable.Range(0, 20_000).Select(i => Record(Noon.AddSeconds(i), 1, $"user-{i}"))],
            default
        );

        var failed = await limited
            .Invoking(it => it.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.User)))
            .Should()
            .ThrowAsync<UsageStoreException>()
            .WithMessage("*lacks memory*");

        failed.Which.FaultOf().Should().Be(StoreFault.Unavailable);
    }

    [Test]
    public async Task A_read_only_user_is_an_error_that_waits()
    {
        await Database.Open().AppendAsync([Record(Noon)], default);
        using var store = new ClickHouseUsageStore(
            $"{Database.ConnectionString};set_readonly=2",
            migrateOnStart: false
        );

        (await store.Invoking(it => it.AppendAsync([Record(Noon)], default)).Should().ThrowAsync<UsageStoreException>())
            .WithMessage("*is read-only*")
            .Which.FaultOf()
            .Should()
            .Be(StoreFault.Unavailable);
        (await SumAsync(store)).Count.Should().Be(1, "queries go on");
    }

    /// <summary>The server itself refuses the insert, as it does when its disk is full.</summary>
    [Test]
    public async Task A_full_disk_is_an_error_that_waits_and_the_batch_is_stored_once_there_is_space()
    {
        var store = Database.Open();
        await store.AppendAsync([Record(Noon)], default);
        UsageRecord[] batch = [Record(Noon, 5), Record(Noon, 7)];
        await Database.ExecuteAsync(
            "ALTER TABLE gigachat_usage_records MODIFY SETTING min_free_disk_bytes_to_perform_insert = 1000000000000000000"
        );

        (await store.Invoking(it => it.AppendAsync(batch, default)).Should().ThrowAsync<UsageStoreException>())
            .WithMessage("*the server's disk is full*")
            .Which.FaultOf()
            .Should()
            .Be(StoreFault.Unavailable);
        (await SumAsync(store)).Count.Should().Be(1, "queries go on");

        await Database.ExecuteAsync(
            "ALTER TABLE gigachat_usage_records RESET SETTING min_free_disk_bytes_to_perform_insert"
        );
        await store.AppendAsync(batch, default);
        (await SumAsync(store)).TotalTokens.Should().Be(22);
    }

    /// <summary>A canceled query ends on the server too, not only for its caller.</summary>
    [Test]
    public async Task A_canceled_query_is_stopped_on_the_server()
    {
        var store = Database.Open();
        await store.EnsureMigratedAsync();
        using var cancellation = new CancellationTokenSource();
        var query = store.Database.ReadAsync(
            "SELECT count() FROM numbers(100000000000) WHERE NOT ignore(sleepEachRow(0)) AND cityHash64(number) = 1 AND 'long query' <> ''",
            static reader => reader.GetUInt64(0),
            cancellation.Token
        );
        await WaitForAsync(1);

        await cancellation.CancelAsync();

        await query.Invoking(it => it).Should().ThrowAsync<OperationCanceledException>();
        await WaitForAsync(0);

        async Task WaitForAsync(int count)
        {
            while (
                (long)
                    await Database.ExecuteScalarAsync(
                        "SELECT toInt64(count()) FROM system.processes WHERE query LIKE '%long query%' AND query NOT LIKE '%system.processes%'"
                    ) != count
            )
                await Task.Yield();
        }
    }

    [TestCase(60, typeof(UsageStoreException))]
    [TestCase(241, typeof(UsageStoreException))]
    [TestCase(243, typeof(UsageStoreException))]
    [TestCase(252, typeof(UsageStoreException))]
    [TestCase(279, typeof(UsageStoreException))]
    [TestCase(285, typeof(UsageStoreException))]
    [TestCase(516, typeof(UsageStoreException))]
    [TestCase(469, typeof(UsageDataException))]
    public void Each_error_of_the_server_has_its_remedy(int code, Type expected)
    {
        var error = new ClickHouseServerException($"Code: {code}. DB::Exception: broken", "SELECT 1", code);

        var explained = GigaChat.Usage.ClickHouse.ClickHouseErrors.Explain(error, "usage");

        explained.Should().BeAssignableTo(expected);
        explained!.InnerException.Should().BeSameAs(error);
    }
}
