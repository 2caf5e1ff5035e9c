using Microsoft.Extensions.Logging.Testing;

namespace GigaChat.Usage;

/// <summary>Tables that are truncated, recreated or restored under a running process: what it remembered of them is
/// forgotten.</summary>
internal sealed class OtherTablesTests(string kind) : RelationalTests(kind)
{
    private static readonly string[] Tables =
    [
        "records",
        "rollups",
        "latency",
        "tag_rollups",
        "texts",
        "settings",
        "reservations",
        "budget_steps",
        "budgets",
        "alert_deliveries",
        "alerts",
    ];

    protected override bool StartsEmpty => true;

    private static UsageRecord Of(string name) =>
        new()
        {
            CreatedAt = Noon,
            Operation = UsageOperation.TextGeneration,
            UserName = name,
            TotalTokens = 1,
        };

    [Test]
    public async Task Tables_emptied_under_a_running_process_take_records_and_a_search_finds_no_other_person()
    {
        var (running, other) = (Open(), Open());
        await running.AppendAsync([Of("Анна")], default);
        foreach (var table in Tables)
            await Database.ExecuteAsync($"DELETE FROM gigachat_usage_{table}");
        await NextTextIdAsync(1);
        await other.AppendAsync([Of("Борис")], default);

        await running.AppendAsync([Of("Анна")], default);

        await FindsOnlyItselfAsync(running, "Анна", "Борис");
    }

    [Test]
    public async Task A_copy_restored_under_a_running_process_lets_a_search_find_no_other_person()
    {
        var (running, other) = (Open(), Open());
        await running.AppendAsync([Of("Анна")], default);

        // The copy is of this moment: all that follows it is undone, and the settings are the same.
        await running.AppendAsync([Of("Вера")], default);
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_records WHERE user_name = 'Вера'");
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_texts WHERE id > 1");
        await NextTextIdAsync(2);
        await other.RebuildRollupsAsync();
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_settings WHERE name = 'texts_stamp'");
        await Database.ExecuteAsync(
            "INSERT INTO gigachat_usage_settings (name, value) SELECT 'texts_stamp', 'the same'"
        );
        await other.AppendAsync([Of("Борис")], default);

        await running.AppendAsync([Of("Вера")], default);

        await FindsOnlyItselfAsync(running, "Анна", "Борис", "Вера");
    }

    [Test]
    public async Task Tables_dropped_under_a_running_process_are_made_again_where_the_store_migrates()
    {
        var log = new FakeLogger();
        using var running = Database.Open(logger: log);
        await running.AppendAsync([Of("Анна")], default);
        await DropAsync();

        await running.AppendAsync([Of("Борис")], default);

        (await SumAsync(running)).Count.Should().Be(1);
        (await running.CheckRollupsAsync()).Should().BeEmpty();
        await FindsOnlyItselfAsync(running, "Борис");
        log.Collector.GetSnapshot()
            .Should()
            .ContainSingle(line => line.Message.Contains("in their current state"))
            .Which.Exception.Should()
            .BeAssignableTo<UsageStoreException>();
    }

    [Test]
    public async Task A_query_after_tables_were_dropped_makes_them_again_where_the_store_migrates()
    {
        var running = Open();
        await running.AppendAsync([Of("Анна")], default);
        await DropAsync();

        (await SumAsync(running)).Count.Should().Be(0);
    }

    [Test]
    public async Task Tables_dropped_under_a_running_process_are_the_deployments_where_the_store_does_not_migrate()
    {
        await Open().EnsureMigratedAsync();
        var running = Open(migrateOnStart: false);
        await running.AppendAsync([Of("Анна")], default);
        await DropAsync();

        await running
            .Invoking(it => it.AppendAsync([Of("Борис")], default))
            .Should()
            .ThrowAsync<UsageStoreException>()
            .WithMessage("*MigrateGigaChatUsageAsync()*");
    }

    [Test]
    public async Task Texts_of_a_batch_that_was_rolled_back_are_stored_with_the_next_one()
    {
        var store = Open();
        await store.AppendAsync([Of("Анна")], default);
        await Database.ExecuteAsync("ALTER TABLE gigachat_usage_rollups RENAME TO gone");
        await store.Invoking(it => it.AppendAsync([Of("Борис")], default)).Should().ThrowAsync<UsageStoreException>();
        await Database.ExecuteAsync("ALTER TABLE gone RENAME TO gigachat_usage_rollups");

        await store.AppendAsync([Of("Борис")], default);

        await FindsOnlyItselfAsync(store, "Анна", "Борис");
    }

    private static async Task FindsOnlyItselfAsync(EfUsageStore store, params string[] names)
    {
        foreach (var name in names)
        {
            (await store.ListAsync(new UsageFilter { Search = name }, new UsagePage()))
                .Items.Select(record => record.UserName)
                .Should()
                .Equal([name], because: "that is what was searched for");
        }
    }

    private async Task DropAsync()
    {
        foreach (var table in Tables)
            await Database.ExecuteAsync($"DROP TABLE gigachat_usage_{table}");
        if (IsSqlite)
        {
            await Database.ExecuteAsync("DROP TABLE gigachat_usage_texts_fts");
            await Database.ExecuteAsync("DROP TABLE gigachat_usage_tags");
        }

        await Database.ExecuteAsync("DROP TABLE __gigachat_usage_migrations");
    }

    private Task<object?> NextTextIdAsync(int id) =>
        Database.ExecuteAsync(
            IsSqlite
                ? $"UPDATE sqlite_sequence SET seq = {id - 1} WHERE name = 'gigachat_usage_texts'"
                : $"ALTER TABLE gigachat_usage_texts ALTER COLUMN id RESTART WITH {id}"
        );
}
