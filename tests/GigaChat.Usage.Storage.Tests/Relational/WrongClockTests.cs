using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Testing.NUnit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <summary>A clock that is wrong costs no record, and leaves nothing behind once it is right again (L33).</summary>
[Property("Lesson", "L33")]
internal sealed class WrongClockTests(string kind) : RelationalTests(kind)
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(30);

    // The database's own clock is the real one.
    private static readonly DateTimeOffset Now = UsageRecordLimits.WholeMicroseconds(TimeProvider.System.GetUtcNow());

    private static readonly UsageRecord[] Records = NaiveUsage.Spread(Now.AddDays(-60), 1_000);

    private FakeLogger _log = null!;

    private static Guid[] Young =>
        [.. Records.Where(record => record.CreatedAt > Now.AddDays(-30)).Select(record => record.Id)];

    [SetUp]
    public void CreateLog() => _log = new FakeLogger();

    [Test]
    public async Task Retention_with_a_clock_years_ahead_deletes_what_is_old_by_the_clock_of_the_database_L33()
    {
        await Open().AppendAsync(Records, default);
        using var ahead = OpenAt(Now.AddYears(5));

        (await ahead.DeleteRecordsOlderThanAsync(Age)).Should().BeInRange(1, Records.Length - Young.Length);

        (await ListAsync(ahead)).Should().Contain(Young);
        (await SumAsync(ahead)).Count.Should().Be(Records.Length);
        (await ahead.CheckRollupsAsync()).Should().BeEmpty();
        Warnings().Should().ContainSingle().Which.Should().Contain("clock of this machine").And.Contain("ahead");
    }

    [Test]
    public async Task Retention_after_a_clock_was_years_ahead_leaves_new_records_alone_L33()
    {
        using (var ahead = OpenAt(Now.AddYears(5)))
        {
            await ahead.AppendAsync(Records, default);
            await ahead.DeleteRecordsOlderThanAsync(Age);
        }

        var store = Open();
        var late = Records[^1] with { Id = Guid.CreateVersion7() };
        await store.AppendAsync([late], default);
        await store.DeleteRecordsOlderThanAsync(Age);

        (await ListAsync(store)).Should().Contain([.. Young, late.Id]);
    }

    [Test]
    public async Task Retention_that_would_delete_every_record_is_refused_with_a_warning_L33()
    {
        var old = NaiveUsage.Spread(Now.AddDays(-400), 100);
        using var store = OpenAt(Now);
        await store.AppendAsync(old, default);

        (await store.DeleteRecordsOlderThanAsync(Age)).Should().Be(0);

        (await ListAsync(store)).Should().HaveCount(old.Length);
        Warnings()
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain("No usage records were deleted")
            .And.Contain("Check the clock");

        await store.AppendAsync(Records, default);
        (await store.DeleteRecordsOlderThanAsync(Age))
            .Should()
            .BeGreaterThanOrEqualTo(old.Length, "there is a newer record now");
    }

    [TestCase(0)]
    [TestCase(20)]
    public async Task A_mark_in_the_future_is_corrected_to_what_is_missing_and_deletes_nothing_L33(int days)
    {
        var store = OpenAt(Now);
        await store.AppendAsync(Records, default);
        var missing = Records.Count(record => record.CreatedAt < Now.AddDays(-60 + days));
        var before = Now.AddDays(-60 + days);
        await Database.ExecuteAsync(
            $"DELETE FROM gigachat_usage_records WHERE created_at < {(IsSqlite ? UnixMicroseconds.Of(before) : $"'{before:O}'")}"
        );
        await MarkAsync(Now.AddYears(5));

        await store.RebuildRollupsAsync();

        (await SumAsync(store)).Count.Should().Be(Records.Length, "rollups of records that are gone stay");
        (await store.CheckRollupsAsync()).Should().BeEmpty();
        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(300))).Should().Be(0);
        (await ListAsync(store)).Should().HaveCount(Records.Length - missing);
        Warnings().Should().ContainSingle().Which.Should().Contain("in the future");

        // What is complete is checked again: a rollup that is wrong shows.
        await Database.ExecuteAsync("UPDATE gigachat_usage_rollups SET records = records + 1");
        (await store.CheckRollupsAsync()).Should().NotBeEmpty();
    }

    [Test]
    public async Task Retention_corrects_a_mark_in_the_future_and_deletes_by_age_alone_L33()
    {
        var store = OpenAt(Now);
        await store.AppendAsync(Records, default);
        await MarkAsync(Now.AddYears(5));

        await store.DeleteRecordsOlderThanAsync(Age);

        (await ListAsync(store)).Should().Contain(Young);
        (await SumAsync(store)).Count.Should().Be(Records.Length);
        var mark = Convert.ToInt64(
            await Database.ExecuteAsync("SELECT value FROM gigachat_usage_settings WHERE name = 'records_from'"),
            null
        );
        UnixMicroseconds.ToTime(mark).Should().BeBefore(Now.AddDays(-29));
    }

    [Test]
    public async Task Texts_without_records_are_deleted_although_a_clock_was_years_ahead_L33()
    {
        using (var ahead = OpenAt(Now.AddYears(5)))
        {
            await ahead.AppendAsync(Records, default);
            await ahead.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(58));
        }

        await Open().DeleteRecordsOlderThanAsync(Age);

        var orphans =
            "SELECT COUNT(*) FROM gigachat_usage_texts t WHERE NOT EXISTS (SELECT 1 FROM gigachat_usage_records r WHERE r.text_id = t.id)";
        Convert.ToInt64(await Database.ExecuteAsync(orphans), null).Should().Be(0);
    }

    private EfUsageStore OpenAt(DateTimeOffset now) => Database.Open(time: new FakeTimeProvider(now), logger: _log);

    private Task<object?> MarkAsync(DateTimeOffset at) =>
        Database.ExecuteAsync(
            $"INSERT INTO gigachat_usage_settings (name, value) VALUES ('records_from', '{UnixMicroseconds.Of(at)}') ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        );

    private IEnumerable<string> Warnings() =>
        _log.Collector.GetSnapshot().Where(line => line.Level == LogLevel.Warning).Select(line => line.Message);

    private static async Task<IReadOnlyList<Guid>> ListAsync(EfUsageStore store)
    {
        var all = new List<Guid>();
        for (UsageCursor? after = null; ; )
        {
            var page = await store.ListAsync(
                UsageFilter.All,
                new UsagePage { Size = UsagePage.MaxSize, After = after }
            );
            all.AddRange(page.Items.Select(record => record.Id));
            if ((after = page.Next) is null)
                return all;
        }
    }
}
