using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Sqlite;
using GigaChat.Usage.Testing.NUnit;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <summary>A file that is deleted, moved or replaced under a running process takes no record with it (L34).</summary>
[TestFixture, Property("Lesson", "L34")]
internal sealed class SqliteMovedFileTests
{
    private static readonly UsageRecord[] Records = NaiveUsage.Spread(
        new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero),
        500
    );

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private DatabaseFile _file = null!;
    private EfUsageStore _store = null!;

    private string Elsewhere => _file.Path + ".moved";

    [SetUp]
    public async Task Create()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows lets nobody move or delete a file that is in use.");
        _file = new DatabaseFile();
        _store = _file.Open(time: _time);
        await _store.AppendAsync(Records[..100], default);
    }

    [TearDown]
    public void Delete()
    {
        _store?.Dispose();
        _file?.Dispose();
    }

    [Test]
    public async Task A_file_deleted_under_a_running_process_is_made_anew_and_holds_what_is_written_then_L34()
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" })
            File.Delete(_file.Path + suffix);

        await _store.AppendAsync(Records[100..], default);

        StoredIn(_file.Path).Should().Be(400);
        (await _store.CheckRollupsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_file_moved_under_a_running_process_is_waited_for_and_holds_everything_once_it_is_back_L34()
    {
        File.Move(_file.Path, Elsewhere);

        await Fails(() => _store.AppendAsync(Records[100..], default), "*was moved*move it back*");
        await Fails(() => _store.FindAsync(Records[0].Id), "*was moved*");
        File.Exists(_file.Path).Should().BeFalse();
        StoredIn(Elsewhere).Should().Be(100, "what was in the log beside it went along");

        File.Move(Elsewhere, _file.Path);
        await _store.AppendAsync(Records[100..], default);
        StoredIn(_file.Path).Should().Be(500);
        (await _store.CheckRollupsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_file_moved_for_good_is_made_anew_after_a_while_and_neither_loses_a_record_L34()
    {
        File.Move(_file.Path, Elsewhere);
        await Fails(() => _store.AppendAsync(Records[100..], default), "*60 seconds*");
        _time.Advance(SqliteFile.Patience);

        await _store.AppendAsync(Records[100..], default);

        StoredIn(_file.Path).Should().Be(400);
        StoredIn(Elsewhere).Should().Be(100);
    }

    [Test]
    public async Task A_file_replaced_under_a_running_process_takes_what_is_written_then_L34()
    {
        using var other = DatabaseFile.WithTables();
        File.Move(_file.Path, Elsewhere);
        File.Copy(other.Path, _file.Path);

        await _store.AppendAsync(Records[100..], default);

        StoredIn(_file.Path).Should().Be(400);
        StoredIn(Elsewhere).Should().Be(100);
        (await _store.CheckRollupsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Records_wait_in_the_recorder_while_the_file_is_away_L34()
    {
        await using var recorder = new UsageRecorder(
            _store,
            new UsageRecorderOptions
            {
                Tracking = new GigaChatUsageOptions
                {
                    BatchDelay = TimeSpan.Zero,
                    RetryDelay = TimeSpan.FromMilliseconds(5),
                    MaxRetryDelay = TimeSpan.FromMilliseconds(20),
                },
            }
        );
        File.Move(_file.Path, Elsewhere);
        foreach (var record in Records[100..])
            recorder.TryRecord(record).Should().BeTrue();
        SpinWait.SpinUntil(() => recorder.StoreTrouble is not null, TimeSpan.FromMinutes(2)).Should().BeTrue();
        recorder.Counters.Persisted.Should().Be(0);

        File.Move(Elsewhere, _file.Path);
        await recorder.FlushAsync();

        StoredIn(_file.Path).Should().Be(500);
        recorder.ParkedRecords.Should().BeEmpty();
    }

    private static long StoredIn(string path)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM gigachat_usage_records";
        return (long)command.ExecuteScalar()!;
    }

    private static async Task Fails(Func<Task> use, string message) =>
        (await use.Should().ThrowAsync<UsageStoreException>()).WithMessage(message);
}
