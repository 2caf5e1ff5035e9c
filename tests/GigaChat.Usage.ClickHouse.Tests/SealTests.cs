using GigaChat.Usage.ClickHouse;

namespace GigaChat.Usage;

/// <summary>Only the newest whole committed seal of a day counts, whatever others do at the same time.</summary>
[TestFixture]
internal sealed class SealTests : ClickHouseTests
{
    /// <summary>The day of <see cref="ClickHouseTests.Noon"/>.</summary>
    private static readonly int Day = Noon.UtcDateTime.Subtract(DateTime.UnixEpoch).Days;

    private const string Later = "fffffffffffff0000000";

    private const string Rows =
        "SELECT seal FROM gigachat_usage_rollups UNION ALL SELECT seal FROM gigachat_usage_users";

    /// <summary>What a sealer leaves that was killed before its commit.</summary>
    [Test]
    public async Task A_seal_without_a_commit_does_not_count()
    {
        var store = await SealedAsync();
        await CopyAsync(Later);

        (await SumAsync(store)).TotalTokens.Should().Be(12);
        (await SumAsync(Database.Open())).TotalTokens.Should().Be(12);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    /// <summary>Rows that a replica does not have yet, or that were deleted.</summary>
    [Test]
    public async Task A_committed_seal_that_lacks_a_row_does_not_count_and_one_that_lacks_none_does()
    {
        var store = await SealedAsync();
        await CopyAsync(Later, $"kind <> {(int)RollupKind.Totals}");
        var rows = await CountAsync(Later);
        await CommitAsync(new Seal(Day, Later, long.MaxValue / 2, CommittedAt: 0, rows + 1, ReportTimeZone.Default.Id));

        (await SumAsync(store)).TotalTokens.Should().Be(12);
        (await SumAsync(Database.Open())).TotalTokens.Should().Be(12);

        await Database.ExecuteAsync(
            $"INSERT INTO gigachat_usage_rollups (bucket, kind, seal, total_tokens) VALUES ({Day}, {(int)RollupKind.Totals}, '{Later}', 100)"
        );
        (await SumAsync(store)).TotalTokens.Should().Be(100, "now it has all of its rows");
    }

    [Test]
    public async Task A_seal_that_a_newer_one_superseded_does_not_count()
    {
        var store = await SealedAsync();
        await store.AppendAsync([Record(Noon.AddHours(1), 30)], default);
        await store.SealAsync();
        await store.RebuildRollupsAsync();
        (await SealsAsync()).Should().Be(3);
        await Database.ExecuteAsync("TRUNCATE TABLE gigachat_usage_records");

        (await SumAsync(store)).TotalTokens.Should().Be(42);
        (await SumAsync(Database.Open())).TotalTokens.Should().Be(42);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_late_commit_of_an_older_seal_changes_nothing(bool asks)
    {
        var store = Database.Open();
        await store.AppendAsync([Record(Noon, 5)], default);
        var older = await WriteAsync(store);
        await store.AppendAsync([Record(Noon.AddHours(1), 7)], default);
        (await store.SealAsync()).Should().Be(1);

        if (asks)
            (await store.Sealer.CommitAsync(older, default)).Should().Be(0);
        else
            await CommitAsync(older[0].Seal with { Rows = 4 });

        (await SumAsync(store)).TotalTokens.Should().Be(12);
        await Database.ExecuteAsync("TRUNCATE TABLE gigachat_usage_records");
        (await SumAsync(Database.Open())).TotalTokens.Should().Be(12, "the newer seal counts");
    }

    [Test]
    public async Task A_seal_does_not_hide_a_record_that_came_before_its_commit()
    {
        var store = Database.Open();
        await store.AppendAsync([Record(Noon, 5)], default);
        var drafts = await WriteAsync(store);
        await store.AppendAsync([Record(Noon.AddHours(1), 7)], default);

        (await store.Sealer.CommitAsync(drafts, default)).Should().Be(1);

        (await SumAsync(store)).TotalTokens.Should().Be(12);
        (await SumAsync(Database.Open())).TotalTokens.Should().Be(12);
    }

    [Test]
    public async Task Two_sealers_of_the_same_days_leave_what_the_records_say()
    {
        var store = Database.Open();
        var other = Database.Open();
        await store.AppendAsync([Record(Noon, 5), Record(Noon.AddDays(1), 7)], default);
        var (one, two) = (await WriteAsync(store), await WriteAsync(other));

        await other.Sealer.CommitAsync(two, default);
        await store.Sealer.CommitAsync(one, default);

        await Database.ExecuteAsync("TRUNCATE TABLE gigachat_usage_records");
        (await SumAsync(store)).TotalTokens.Should().Be(12);
        (await ByAsync(Database.Open(), UsageDimensions.Day)).Select(day => day.TotalTokens).Should().Equal(7, 5);
    }

    /// <summary>The tables of a seal are written one after the other: a record may arrive between them.</summary>
    [Test]
    public async Task A_seal_of_which_one_table_has_a_record_more_is_not_committed()
    {
        var store = Database.Open();
        await store.AppendAsync([Record(Noon, 5)], default);
        var drafts = await WriteAsync(store);
        await Database.ExecuteAsync(
            $"INSERT INTO gigachat_usage_users (bucket, kind, seal, count) VALUES ({Day}, {(int)RollupKind.Days}, '{drafts[0].Seal.Number}', 1), ({Day}, {(int)RollupKind.Users}, '{drafts[0].Seal.Number}', 1)"
        );

        (await store.Sealer.CommitAsync(drafts, default)).Should().Be(0);
    }

    /// <summary>Its records may have been deleted before it read them.</summary>
    [Test]
    public async Task A_seal_of_a_day_whose_records_were_deleted_meanwhile_is_not_committed()
    {
        var store = Database.Open();
        await store.AppendAsync([Record(Noon, 5), Record(TimeProvider.System.GetUtcNow(), 7)], default);
        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(1))).Should().Be(1);
        var drafts = await WriteAsync(store);
        drafts.Should().HaveCount(2);

        (await store.Sealer.CommitAsync(drafts, default)).Should().Be(1, "one day still has its records");

        (await SumAsync(store)).TotalTokens.Should().Be(12);
    }

    [Test]
    public async Task Only_old_rows_that_do_not_count_are_deleted()
    {
        var store = await SealedAsync();
        await CopyAsync("00000000000010000000");
        await store.RebuildRollupsAsync();
        var all = await SealsAsync();
        all.Should().Be(3);
        await Database.Open().SealAsync();
        (await SealsAsync())
            .Should()
            .Be(2, "of the two that do not count one is old: a query may still read the other");

        await Database.Open(oldSealLife: TimeSpan.Zero).SealAsync();

        (await SealsAsync()).Should().Be(1);
        await Database.ExecuteAsync("TRUNCATE TABLE gigachat_usage_records");
        (await SumAsync(Database.Open())).TotalTokens.Should().Be(12);
        (await SumAsync(store)).TotalTokens.Should().Be(12);
    }

    [Test]
    public async Task An_erased_user_is_in_no_seal_that_is_superseded_or_not_committed()
    {
        var store = Database.Open();
        await store.AppendAsync([Record(Noon, 5, "42"), Record(Noon.AddDays(1), 7, "43")], default);
        await store.SealAsync();
        await store.RebuildRollupsAsync();
        var drafts = await WriteAsync(Database.Open());
        (await CountUserAsync("42")).Should().Be(6, "three seals have it in two kinds of rows");

        (await store.EraseUserAsync("42")).Should().Be(1);

        (await CountUserAsync("42")).Should().Be(0);
        (await store.Sealer.CommitAsync(drafts, default)).Should().Be(0, "it has what was read before");
        foreach (var draft in drafts)
            await CommitAsync(draft.Seal with { Rows = 4 });
        foreach (var reader in new[] { store, Database.Open() })
        {
            var users = await ByAsync(reader, UsageDimensions.User);
            users.Select(user => user.TotalTokens).Should().Equal(7, 5);
            users[1].UserId.Should().StartWith("erased-");
        }

        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    /// <summary>The rows were written after the erasure had looked for them.</summary>
    [Test]
    public async Task A_seal_of_records_as_they_were_before_an_erasure_is_not_committed_after_it()
    {
        var store = Database.Open();
        await store.AppendAsync([Record(Noon, 5, "42")], default);
        await store.SealAsync();
        var drafts = await WriteAsync(store);
        await Database.ExecuteAsync(
            "INSERT INTO gigachat_usage_state (name, at) SELECT 'erased', toUnixTimestamp64Micro(now64(6))"
        );

        (await store.Sealer.CommitAsync(drafts, default)).Should().Be(0);
    }

    private async Task<ClickHouseUsageStore> SealedAsync()
    {
        var store = Database.Open();
        await store.AppendAsync([Record(Noon, 5), Record(Noon.AddHours(1), 7)], default);
        (await store.SealAsync()).Should().Be(1);
        return store;
    }

    /// <summary>Writes the rows of a seal, as another process does before it commits them.</summary>
    private static async Task<IReadOnlyList<Sealer.Draft>> WriteAsync(ClickHouseUsageStore store)
    {
        var state = await store.Sealer.WithZoneAsync(default);
        var days = state.DaysOf(state.Zone!, state.Extent!.Value.From, state.Extent.Value.To);
        return await store.Sealer.WriteAsync(days, state.Zone!, state.StoredZone!, default);
    }

    /// <summary>Writes the rows of what is sealed again with another number.</summary>
    private async Task CopyAsync(string number, string condition = "true")
    {
        foreach (var (table, columns) in new[] { ("rollups", RollupSql.Columns), ("users", RollupSql.UserColumns) })
        {
            var values = columns.Replace(" seal,", $" '{number}',", StringComparison.Ordinal);
            await Database.ExecuteAsync(
                $"INSERT INTO gigachat_usage_{table} ({columns}) SELECT {values} FROM gigachat_usage_{table} WHERE {condition}"
            );
        }
    }

    private Task CommitAsync(Seal seal) => Database.ExecuteAsync(RollupSql.Commit(new ClickHouseTables(null), [seal]));

    /// <summary>The number of rows of a seal.</summary>
    private async Task<long> CountAsync(string number) =>
        (long)await Database.ExecuteScalarAsync($"SELECT toInt64(count()) FROM ({Rows}) WHERE seal = '{number}'");

    private async Task<long> CountUserAsync(string user) =>
        (long)
            await Database.ExecuteScalarAsync(
                $"SELECT toInt64(count()) FROM gigachat_usage_users WHERE user_id = '{user}'"
            );

    /// <summary>The number of seals that have rows.</summary>
    private async Task<long> SealsAsync() =>
        (long)await Database.ExecuteScalarAsync($"SELECT toInt64(uniqExact(seal)) FROM ({Rows})");
}
