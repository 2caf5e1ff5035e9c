using System.Text;
using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Testing.NUnit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Testing;

namespace GigaChat.Usage;

/// <summary>Nothing of a person who was erased is left in the bytes of the files.</summary>
[TestFixture]
internal sealed class SqliteErasureTests
{
    private const string Name = "Qzxwvk Jbqfhg";
    private const string Topic = "Vxqzjk Wfgqhb";

    private DatabaseFile _file = null!;

    [SetUp]
    public void Create() => _file = new DatabaseFile();

    [TearDown]
    public void Delete() => _file.Dispose();

    [Test]
    public async Task An_erased_user_is_in_no_byte_of_the_file_or_its_log()
    {
        using var store = new SqliteUsageStore(_file.ConnectionString);
        await store.AppendAsync(NaiveUsage.Spread(TimeProvider.System.GetUtcNow().AddDays(-20), 400), default);
        await FillAsync(store);
        await store.AppendAsync(NaiveUsage.Spread(TimeProvider.System.GetUtcNow().AddDays(-20), 400), default);
        Found("user-qzxwvk").Should().NotBeEmpty("the test would show nothing");

        (await store.EraseUserAsync("user-qzxwvk")).Should().Be(50);

        foreach (
            var text in (string[])
                ["user-qzxwvk", "session-qzxwvk", Name, Topic, .. Name.Split(' '), .. Topic.Split(' ')]
        )
            Found(text)
                .Concat(Found(text.ToUpperInvariant()))
                .Concat(Found(text.ToLowerInvariant()))
                .Should()
                .BeEmpty($"'{text}' was erased");
        _file.Execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab('gigachat_usage_texts_fts', 'row')");
        foreach (var trigram in (string[])["qzx", "zxw", "wvk", "jbq", "xqz", "gqh"])
            _file
                .Execute($"SELECT COUNT(*) FROM vocabulary WHERE term IN ('{trigram}', '{trigram.ToUpperInvariant()}')")
                .Should()
                .Be(0L);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Old_records_that_were_deleted_are_in_no_byte_of_the_file_once_the_log_is_moved()
    {
        using var store = new SqliteUsageStore(_file.ConnectionString);
        await FillAsync(store, TimeProvider.System.GetUtcNow().AddDays(-50));
        await store.AppendAsync(NaiveUsage.Spread(TimeProvider.System.GetUtcNow(), 1), default);

        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(2))).Should().Be(50);
        _file.Execute("PRAGMA wal_checkpoint(TRUNCATE)");

        Found(Topic).Should().BeEmpty();
        Found("session-qzxwvk").Should().BeEmpty();
    }

    [Test]
    public async Task A_reader_that_keeps_the_log_is_reported_and_the_user_is_erased()
    {
        var log = new FakeLogger();
        using var store = new SqliteUsageStore(
            $"{_file.ConnectionString};Default Timeout=1",
            migrateOnStart: true,
            ITestDatabase.Services(null, null, log)
        );
        await FillAsync(store);
        await using var reader = new SqliteConnection($"{_file.ConnectionString};Pooling=False");
        await reader.OpenAsync();
        await using var transaction = reader.BeginTransaction(deferred: true);
        await using var command = new SqliteCommand("SELECT COUNT(*) FROM gigachat_usage_records", reader, transaction);
        await command.ExecuteScalarAsync();

        (await store.EraseUserAsync("user-qzxwvk")).Should().Be(50);

        log.Collector.GetSnapshot().Should().ContainSingle(line => line.Message.Contains("wal_checkpoint(TRUNCATE)"));
    }

    private static Task FillAsync(SqliteUsageStore store, DateTimeOffset? at = null) =>
        store.AppendAsync(
            [
                .. Enumerable
                    .Range(0, 50)
                    .Select(i => new UsageRecord
                    {
                        CreatedAt = (at ?? TimeProvider.System.GetUtcNow().AddDays(-10)).AddMinutes(i),
                        Operation = UsageOperation.TextGeneration,
                        UserId = "user-qzxwvk",
                        UserName = Name,
                        SessionId = "session-qzxwvk",
                        Topic = $"{Topic} {i}",
                        TotalTokens = i,
                    }),
            ],
            default
        );

    /// <summary>The files that hold a text.</summary>
    private string[] Found(string text) =>
        [
            .. Directory
                .GetFiles(Path.GetDirectoryName(_file.Path)!)
                .Where(path => Bytes(path).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0),
        ];

    private static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
