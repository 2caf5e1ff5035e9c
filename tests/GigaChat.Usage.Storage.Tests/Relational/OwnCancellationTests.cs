using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Testing.NUnit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <summary>A cancellation that nobody asked for, such as a driver's own time-out, is a failure like any
/// other.</summary>
internal sealed class OwnCancellationTests(string kind) : RelationalTests(kind)
{
    protected override bool StartsEmpty => true;

    [Test]
    public async Task Start_of_the_host_goes_on_when_the_migration_is_cancelled_by_itself()
    {
        var log = new CancellingLog("brought up to date:");
        using var store = Database.Open(logger: log);
        var service = new UsageMigrationService(store);

        await service.Invoking(it => it.StartingAsync(default)).Should().NotThrowAsync();

        log.Lines.Should().ContainSingle(line => line.Contains("could not be brought up to date"));
    }

    [Test]
    public async Task Retention_goes_on_when_a_run_is_cancelled_by_itself()
    {
        var log = new CancellingLog("older than");
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var store = Database.Open(time: time, logger: log);
        await store.AppendAsync(NaiveUsage.Spread(time.GetUtcNow().AddDays(-20), 400), default);
        using var service = new UsageRetentionService(
            store,
            new SqliteUsageOptions { RetainRecordsFor = TimeSpan.FromDays(10) }
        );

        await service.StartAsync(default);

        SpinWait
            .SpinUntil(() => log.Lines.Any(line => line.Contains("could not be deleted")), TimeSpan.FromMinutes(2))
            .Should()
            .BeTrue();
        service.ExecuteTask!.IsCompleted.Should().BeFalse("the next run tries again");
        await service.StopAsync(default);
    }

    [Test]
    public void No_catch_takes_every_cancellation_for_one_that_was_asked_for()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GigaChat.Usage.sln")))
            folder = Path.GetDirectoryName(folder)!;

        Directory
            .GetFiles(Path.Combine(folder, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                File.ReadAllText(file).Contains("is not OperationCanceledException", StringComparison.Ordinal)
            )
            .Should()
            .BeEmpty("IsCancellationBy(token) looks whose cancellation it is");
    }

    /// <summary>Throws a cancellation at some line.</summary>
    private sealed class CancellingLog(string part) : ILogger
    {
        private readonly List<string> _lines = [];

        public string[] Lines
        {
            get
            {
                lock (_lines)
                    return [.. _lines];
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var line = formatter(state, exception);
            lock (_lines)
                _lines.Add(line);
            if (line.Contains(part, StringComparison.Ordinal))
                throw new TaskCanceledException();
        }
    }
}
