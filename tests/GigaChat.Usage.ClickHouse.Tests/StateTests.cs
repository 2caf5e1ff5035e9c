using GigaChat.Usage.ClickHouse;

namespace GigaChat.Usage;

/// <summary>The state of the tables, which every query reads, is the newest one, whatever order its rows arrive in.</summary>
[TestFixture]
internal sealed class StateTests : ClickHouseTests
{
    /// <summary>A query begins by the state that was read for the one before it.</summary>
    [Test]
    public async Task A_query_after_a_change_by_another_process_has_it()
    {
        var (store, other) = (Database.Open(), Database.Open());
        await other.AppendAsync([Record(Noon, 5, "42")], default);
        await HasAsync(5);
        await other.AppendAsync([Record(Noon.AddDays(3), 7)], default);
        await HasAsync(12);
        await other.SealAsync();
        await HasAsync(12);
        await other.AppendAsync([Record(Noon.AddHours(1), 30)], default);
        await HasAsync(42);
        await other.SealAsync();
        await Database.ExecuteAsync("TRUNCATE TABLE gigachat_usage_records");
        await HasAsync(42);
        await other.EraseUserAsync("42");
        await HasAsync(42);
        (await ByAsync(store, UsageDimensions.User)).Should().NotContain(user => user.UserId == "42");

        async Task HasAsync(long tokens)
        {
            (await SumAsync(store)).TotalTokens.Should().Be(tokens);
            (await ByAsync(store, UsageDimensions.User)).Sum(user => user.TotalTokens).Should().Be(tokens);
        }
    }

    /// <summary>A server of a cluster may have a mark later than younger ones.</summary>
    [Test]
    public async Task A_mark_that_arrives_after_younger_ones_is_found()
    {
        var store = Database.Open();
        await store.AppendAsync([Record(Noon, 5)], default);
        (await SumAsync(store)).TotalTokens.Should().Be(5);
        await Database.Open().AppendAsync([Record(Noon.AddDays(30), 7)], default);
        var hour =
            $"kind = {(int)StateKind.Hour} AND number = {(Noon.AddDays(30) - DateTimeOffset.UnixEpoch).TotalHours}";
        await Database.ExecuteAsync(
            $"ALTER TABLE gigachat_usage_state DELETE WHERE {hour} SETTINGS mutations_sync = 2"
        );
        (await SumAsync(store)).TotalTokens.Should().Be(5, "no mark names that hour");

        await Database.ExecuteAsync(
            $"INSERT INTO gigachat_usage_state (kind, number, at) SELECT {(int)StateKind.Hour}, {(Noon.AddDays(30) - DateTimeOffset.UnixEpoch).TotalHours}, toUnixTimestamp64Micro(now64(6)) - 3000000000"
        );

        (await SumAsync(store)).TotalTokens.Should().Be(12);
    }

    /// <summary>Every row of a setting stays until the server merges them.</summary>
    [Test]
    public async Task Of_a_setting_the_newest_row_counts_and_of_an_hour_the_newest_mark()
    {
        var store = Database.Open();
        await store.AppendAsync([Record(Noon, 5)], default);
        await store.SealAsync();
        await Database.ExecuteAsync("SYSTEM STOP MERGES gigachat_usage_state");
        await store.AppendAsync([Record(Noon, 7)], default);
        await Database.ExecuteAsync(
            $"INSERT INTO gigachat_usage_state (kind, number, name, at, value) SELECT {(int)StateKind.Hour}, {(Noon - DateTimeOffset.UnixEpoch).TotalHours}, '', 1, '' "
                + $"UNION ALL SELECT {(int)StateKind.Setting}, 0, 'report_time_zone', 1, 'Asia/Tokyo'"
        );

        foreach (var reader in new[] { store, Database.Open() })
        {
            (await SumAsync(reader)).TotalTokens.Should().Be(12, "the day was marked after it was sealed");
            (await reader.States.ReadAsync(default)).StoredZone.Should().Be(ReportTimeZone.Default.Id);
        }
    }
}
