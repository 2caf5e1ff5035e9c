using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Testing.NUnit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <summary>How tables come to be and grow.</summary>
internal sealed class MigrationTests(string kind) : RelationalTests(kind)
{
    private static readonly UsageRecord[] Records =
    [
        .. NaiveUsage.Spread(Noon, 120).Select(static record => record with { Tags = null }),
    ];

    protected override bool StartsEmpty => true;

    [Test]
    public void The_migrations_make_the_model()
    {
        using var context = Open().CreateDbContext();
        context.Database.HasPendingModelChanges().Should().BeFalse();
        context.Database.GetMigrations().Should().HaveCountGreaterThan(1);
    }

    /// <summary>From every earlier migration to the newest: rows stay, and rollups are built from them in the same
    /// step.</summary>
    [Test]
    public async Task An_upgrade_from_the_first_migration_keeps_rows_and_builds_rollups()
    {
        using (var old = Open(migrateOnStart: false).CreateDbContext())
        {
            await old.GetService<IMigrator>().MigrateAsync(old.Database.GetMigrations().First());
            await OldRecords.InsertAsync(old, Records);
        }

        var store = Open(migrateOnStart: false);
        await store.EnsureMigratedAsync();

        (await store.ListAsync(UsageFilter.All, new UsagePage { Size = UsagePage.MaxSize }))
            .Items.Should()
            .Equal(NaiveUsage.List(Records, UsageFilter.All));
        (await store.CheckRollupsAsync()).Should().BeEmpty();
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_records");
        (await SumAsync(store))
            .Should()
            .Be(NaiveUsage.Aggregate(Records, UsageFilter.All, UsageGrouping.None).Single());
    }

    [Test]
    public async Task An_upgrade_from_the_migration_before_keeps_rows_and_makes_rollups()
    {
        var store = Open(migrateOnStart: false);
        using (var old = store.CreateDbContext())
        {
            await old.GetService<IMigrator>().MigrateAsync(old.Database.GetMigrations().SkipLast(1).Last());
            await OldRecords.InsertAsync(old, Records);
        }

        await store.EnsureMigratedAsync();

        (await store.ListAsync(UsageFilter.All, new UsagePage { Size = UsagePage.MaxSize }))
            .Items.Should()
            .Equal(NaiveUsage.List(Records, UsageFilter.All));
        (await SumAsync(store))
            .Should()
            .Be(NaiveUsage.Aggregate(Records, UsageFilter.All, UsageGrouping.None).Single());
        (await store.CheckRollupsAsync()).Should().BeEmpty();
        (await Database.ExecuteAsync("SELECT COUNT(*) FROM gigachat_usage_budgets")).Should().Be(0L);
    }

    [Test]
    public async Task A_script_upgrades_from_each_earlier_migration_and_the_next_write_builds_rollups(
        [Values(0, 1, 2)] int earlier,
        [Values] bool byId
    )
    {
        string from;
        using (var old = Open(migrateOnStart: false).CreateDbContext())
        {
            from = old.Database.GetMigrations().ElementAt(earlier);
            await old.GetService<IMigrator>().MigrateAsync(from);
            await OldRecords.InsertAsync(old, Records);
        }

        var store = Open(migrateOnStart: false);
        await Database.ExecuteAsync(store.GetMigrationScript(byId ? from : from.Split('_')[1]));

        (await store.GetSchemaStateAsync()).Should().Be(UsageStoreSchemaState.Current);
        (await SumAsync(store))
            .Should()
            .Be(NaiveUsage.Aggregate(Records, UsageFilter.All, UsageGrouping.None).Single());
        await store.AppendAsync(Records[..1], default);
        (await store.ListAsync(UsageFilter.All, new UsagePage { Size = UsagePage.MaxSize }))
            .Items.Should()
            .Equal(NaiveUsage.List(Records, UsageFilter.All));
        (await store.CheckRollupsAsync()).Should().BeEmpty();
        (await Database.ExecuteAsync("SELECT COUNT(*) FROM gigachat_usage_budgets")).Should().Be(0L);
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_records");
        (await SumAsync(store))
            .Should()
            .Be(NaiveUsage.Aggregate(Records, UsageFilter.All, UsageGrouping.None).Single());
    }

    [Test]
    public async Task An_upgrade_of_the_budgets_keeps_which_results_of_batches_were_counted_and_opens_counters_again_from_the_records()
    {
        var (counted, time) = (RecordId.FromNames("file/1"u8), new FakeTimeProvider(Noon));
        var store = Open(migrateOnStart: false);
        using (var old = store.CreateDbContext())
        {
            await old.GetService<IMigrator>()
                .MigrateAsync(
                    old.Database.GetMigrations()
                        .Single(static name => name.EndsWith("_Budgets", StringComparison.Ordinal))
                );
            await OldRecords.InsertAsync(old, Records);
        }

        var id = IsSqlite ? $"x'{Convert.ToHexString(counted.ToByteArray(bigEndian: true))}'" : $"'{counted}'";
        var later = UnixMicroseconds.Of(Noon.AddDays(20));
        await Database.ExecuteAsync(
            $"INSERT INTO gigachat_usage_budgets (id, period_start, used, reserved, marked, marked_at) VALUES ('team/x', 0, 5, 7, 80, 0)"
        );
        await Database.ExecuteAsync(
            $"INSERT INTO gigachat_usage_reservations (reservation, id, period_start, amount, expires_at) VALUES ({id}, '', 0, 0, {later})"
        );

        await store.EnsureMigratedAsync();
        var budgets = new GigaChatBudgets(
            [new UsageBudget { Name = "team", Tokens = UsageRecordLimits.Tokens }],
            new GigaChatTokenUsage(store, timeProvider: time),
            new GigaChatBudgetServices { Store = new EfBudgetStore(store, time), TimeProvider = time }
        );
        var used = (await budgets.GetStatusAsync()).Single().Used;
        budgets.Count(Records[0] with { Id = counted, TotalTokens = 1_000 });
        budgets.Count(Records[0] with { Id = Guid.CreateVersion7(), TotalTokens = 5 });

        (await SharedBudgetTests.SettledAsync(budgets, used: used + 5))
            .Should()
            .ContainSingle()
            .Which.Used.Should()
            .Be(used + 5);
    }

    [Test]
    public void A_script_from_a_migration_that_is_none_names_those_there_are()
    {
        var store = Open(migrateOnStart: false);
        using var context = store.CreateDbContext();

        foreach (var wrong in (string[])["", "0", "Nonsense"])
            store
                .Invoking(it => it.GetMigrationScript(wrong))
                .Should()
                .Throw<ArgumentException>()
                .WithParameterName("fromMigration")
                .WithMessage($"*{string.Join(", ", context.Database.GetMigrations())}*");
    }

    [Test]
    public async Task Tables_of_an_older_version_are_named_with_what_to_do()
    {
        using (var old = Open(migrateOnStart: false).CreateDbContext())
            await old.GetService<IMigrator>().MigrateAsync(old.Database.GetMigrations().First());

        var store = Open(migrateOnStart: false);

        await store
            .Invoking(it => it.AppendAsync(Records, default))
            .Should()
            .ThrowAsync<UsageStoreException>()
            .WithMessage("*another version*MigrateGigaChatUsageAsync()*");
        await store
            .Invoking(it => it.AggregateAsync(UsageFilter.All, UsageGrouping.None))
            .Should()
            .ThrowAsync<UsageStoreException>()
            .WithMessage("*MigrateGigaChatUsageAsync()*");
    }

    [Test]
    public async Task Tables_of_a_newer_version_are_told_of_and_used_as_long_as_they_can_be()
    {
        await Open().EnsureMigratedAsync();
        await Database.ExecuteAsync(
            "INSERT INTO __gigachat_usage_migrations VALUES ('29990101000000_FromTheFuture', '99.0.0')"
        );
        var log = new FakeLogger();
        using var store = Database.Open(logger: log);

        await store.AppendAsync(Records, default);

        (await SumAsync(store)).Count.Should().Be(Records.Length);
        log.Collector.GetSnapshot()
            .Should()
            .ContainSingle(line => line.Level == LogLevel.Warning)
            .Which.Message.Should()
            .Contain("FromTheFuture")
            .And.Contain("update the package");

        await Database.ExecuteAsync("ALTER TABLE gigachat_usage_records RENAME COLUMN topic TO subject");
        await store
            .Invoking(it => it.AppendAsync([Records[0] with { Id = Guid.CreateVersion7() }], default))
            .Should()
            .ThrowAsync<UsageStoreException>()
            .WithMessage("*another version*");
    }

    [Test]
    public async Task The_schema_says_how_it_stands_to_this_version()
    {
        var store = Open(migrateOnStart: false);
        (await store.GetSchemaStateAsync()).Should().Be(UsageStoreSchemaState.Missing);
        using (var old = store.CreateDbContext())
            await old.GetService<IMigrator>().MigrateAsync(old.Database.GetMigrations().First());
        (await store.GetSchemaStateAsync()).Should().Be(UsageStoreSchemaState.Older);
        await store.EnsureMigratedAsync();
        (await store.GetSchemaStateAsync()).Should().Be(UsageStoreSchemaState.Current);
        await Database.ExecuteAsync(
            "INSERT INTO __gigachat_usage_migrations VALUES ('29990101000000_FromTheFuture', '99.0.0')"
        );
        (await store.GetSchemaStateAsync()).Should().Be(UsageStoreSchemaState.Newer);
    }

    [Test]
    public async Task A_store_that_migrates_by_itself_is_never_found_without_tables() =>
        (await Open().GetSchemaStateAsync()).Should().Be(UsageStoreSchemaState.Current);

    [Test]
    public async Task Days_of_another_time_zone_than_the_store_was_given_are_told()
    {
        var kolkata = NaiveUsage.Zone("Asia/Kolkata");
        await Open(timeZone: kolkata).AppendAsync(NaiveUsage.Spread(Noon, 1), default);

        (await Open().GetSchemaStateAsync()).Should().Be(UsageStoreSchemaState.OtherTimeZone);
        (await Open(timeZone: kolkata).GetSchemaStateAsync()).Should().Be(UsageStoreSchemaState.Current);
    }

    [Test]
    public async Task Eight_that_start_at_once_migrate_once()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => Open())
                .ToList()
                .Select(store => Task.Run(() => store.AppendAsync(Records, default)))
        );

        (await SumAsync(Open())).Count.Should().Be(Records.Length);
        using var context = Open().CreateDbContext();
        Convert
            .ToInt64(await Database.ExecuteAsync("SELECT COUNT(*) FROM __gigachat_usage_migrations"), null)
            .Should()
            .Be(context.Database.GetMigrations().Count());
    }
}
