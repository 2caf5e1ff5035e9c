using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Alerts.Tests;

/// <summary>Plays traffic to an application with the default rules, on a SQLite file.</summary>
internal sealed class TrafficRun : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Queue<UsageRecord> _coming = new();

    private TrafficRun(DirectoryInfo folder, AlertHost host) => (_folder, Host) = (folder, host);

    public AlertHost Host { get; }

    public List<UsageAlert> Opened { get; } = [];

    /// <summary>Starts an application with the records of earlier days, which a file may have already.</summary>
    public static async Task<TrafficRun> StartAsync(
        DateOnly today,
        string? database = null,
        Action<UsageAlertsBuilder>? configure = null,
        Action<IGigaChatUsageBuilder>? tracking = null
    )
    {
        var folder = Directory.CreateTempSubdirectory("gigachat-usage-traffic-");
        var file = Path.Combine(folder.FullName, "usage.db");
        if (database is not null)
            File.Copy(database, file);
        var host = new AlertHost(
            alerts =>
            {
                alerts.Rules.Remove<DigestAlertRule>();
                configure?.Invoke(alerts);
            },
            builder =>
            {
                builder.UseSqlite($"Data Source={file}");
                tracking?.Invoke(builder);
            },
            ReportDays.StartOf(today, ReportTimeZone.Default)
        );
        await host.Services.MigrateGigaChatUsageAsync();
        return new TrafficRun(folder, host);
    }

    /// <summary>Writes days of the past at once.</summary>
    public async Task PastAsync(SampleTraffic traffic, DateOnly from, DateOnly to)
    {
        for (var day = from; day < to; day = day.AddDays(1))
            await Host.WriteAsync([.. traffic.Day(day)]);
    }

    public void Come(IEnumerable<UsageRecord> records)
    {
        foreach (var record in records)
            _coming.Enqueue(record);
    }

    /// <summary>Moves the clock in steps; records arrive by their times, and alerts are evaluated at each step.</summary>
    public async Task PlayAsync(DateTimeOffset until, TimeSpan step)
    {
        while (Host.Now < until)
        {
            Host.Time.Advance(step);
            var arrived = new List<UsageRecord>();
            while (_coming.TryPeek(out var next) && next.CreatedAt <= Host.Now)
                arrived.Add(_coming.Dequeue());
            if (arrived.Count > 0)
                await Host.WriteAsync([.. arrived]);
            Opened.AddRange(await Host.AfterAsync(TimeSpan.Zero));
        }
    }

    /// <summary>Copies the database to a file.</summary>
    public async Task SaveAsync(string path)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(_folder.FullName, "usage.db")};Pooling=False"
        );
        await connection.OpenAsync();
        await using var copy = new SqliteConnection($"Data Source={path};Pooling=False");
        await copy.OpenAsync();
        connection.BackupDatabase(copy);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
