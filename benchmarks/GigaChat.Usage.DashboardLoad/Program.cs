using System.Diagnostics;
using System.Globalization;
using GigaChat.Usage;
using GigaChat.Usage.Benchmarks.Store;
using GigaChat.Usage.DashboardLoad;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

const string Dashboard = "/usage/";
if (LoadOptions.Parse(args) is not { } options)
{
    Console.WriteLine(LoadOptions.Help);
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// The folder of the settings is watched for changes, and a database written in it would be events without end.
var builder = WebApplication.CreateSlimBuilder(
    new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }
);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddSingleton<TimeProvider>(StoreTime.Provider);
var tracking = builder.Services.AddGigaChatUsageTracking();
if (options.Postgres is { } connection)
    tracking.UsePostgreSql(connection);
else
    tracking.UseSqlite($"Data Source={options.Sqlite}");
if (options.Profile > 0)
    builder.Services.Replace(
        ServiceDescriptor.Singleton<IUsageReader>(static provider => new ReadProfile(
            (IUsageReader)provider.GetRequiredService<IUsageStore>()
        ))
    );
else if (options.Export is not null)
    builder.Services.Replace(
        ServiceDescriptor.Singleton<IUsageReader>(static provider => new ListedRecords(
            (IUsageReader)provider.GetRequiredService<IUsageStore>()
        ))
    );
await using var app = builder.Build();
app.MapGigaChatUsageDashboard(Dashboard).AllowAnonymous();
await app.Services.MigrateGigaChatUsageAsync();
var (store, reader, usage) = (
    app.Services.GetRequiredService<IUsageStore>(),
    app.Services.GetRequiredService<IUsageReader>(),
    app.Services.GetRequiredService<GigaChatTokenUsage>()
);
var present = (int)(await usage.GetTotalsAsync()).Count;
if (present < options.Records)
{
    var watch = Stopwatch.StartNew();
    var filled = 0;
    foreach (var batch in StoreRecords.Batches(options.Records, 10_000))
    {
        await store.AppendAsync(batch, CancellationToken.None);
        filled += batch.Length;
        if (filled % 500_000 == 0)
            await Console.Error.WriteLineAsync($"  {filled:N0} records, {watch.Elapsed:mm\\:ss}");
    }
}

await app.StartAsync();

// The host handles Ctrl+C and SIGTERM from here on: what runs ends by this token.
var stopping = app.Lifetime.ApplicationStopping;
using var client = new HttpClient
{
    BaseAddress = new Uri(new Uri(app.Urls.First()), Dashboard),
    Timeout = options.Export is null ? TimeSpan.FromMinutes(2) : Timeout.InfiniteTimeSpan,
};
try
{
    if (options.Export is { } format)
        await ExportLoad.RunAsync(client, usage, (ListedRecords)reader, format, stopping);
    else if (options.Profile > 0)
        await ProfileAsync((ReadProfile)reader);
    else
        await MeasureAsync();
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Stopped before the end.");
    return 1;
}
finally
{
    await app.StopAsync();
}

return 0;

async Task MeasureAsync()
{
    var middle = (
        await reader.ListAsync(
            new UsageFilter { To = StoreRecords.Now.AddDays(-StoreRecords.Days / 2) },
            new UsagePage { Size = 1 },
            stopping
        )
    ).Items[0];
    var deepest = (
        await reader.ListAsync(
            new UsageFilter { To = StoreRecords.Now.AddDays(-StoreRecords.Days + 0.1) },
            new UsagePage { Size = 1 },
            stopping
        )
    ).Items[0];
    string[] periods = ["today", "7d", "30d", "90d", "month", "last-month", "year", "all"];
    (string Name, Func<int, string> Address)[] pages =
    [
        ("overview, 30 days, the same for all", static _ => ""),
        ("overview, all time", static _ => "?period=all"),
        ("overview, a different period each", i => $"?period={periods[i % periods.Length]}"),
        ("overview, days that nobody has asked for", NewDays),
        ("page of a user, days that nobody has asked for", NewDaysOfUser),
        ("list", static _ => "records"),
        ("list by operation, platform, 7 days", static i =>
            $"records?operation={UsageOperation.Known[i % 4]}&platform=web&period=7d"
        ),
        ("list by model and outcome", static _ => "records?model=GigaChat-2-Max&outcome=Aborted"),
        ("list by user", static i => $"records?user=user-{i * 7919 % StoreRecords.Users}"),
        ("list by user and platform", static i => $"records?user=user-{i * 7919 % StoreRecords.Users}&platform=web"),
        ("list by a range of days", static _ => "records?period=last-month&token-type=DEMO"),
        ("search, common", static _ => "records?q=%D0%B4%D1%80%D0%BE%D0%B1%D0%B8"),
        ("search, rare", static i => $"records?q=lesson-{i * 7919 % StoreRecords.Users}-{i % StoreRecords.Days}"),
        ("search, nothing found", static _ => "records?q=%D1%8F%D1%89%D0%B5%D1%80%D0%B8%D1%86%D0%B0"),
        ("page in the middle", _ =>
            $"records?after={Uri.EscapeDataString(new UsageCursor(middle.CreatedAt, middle.Id).ToString())}"
        ),
        ("last pages", _ =>
            $"records?after={Uri.EscapeDataString(new UsageCursor(deepest.CreatedAt, deepest.Id).ToString())}"
        ),
        ("one record", _ => $"records/{middle.Id}"),
    ];

    Console.WriteLine(
        $"{Math.Max(present, options.Records):N0} records in {(options.Postgres is null ? "SQLite" : "PostgreSQL")}, {options.Viewers} viewers at a time, milliseconds\n"
    );
    Console.WriteLine(
        "| page | responses | median | p95 | p99 | longest | processor time each |\n|---|---:|---:|---:|---:|---:|---:|"
    );
    var slow = false;
    foreach (var (name, address) in pages.Where(page => page.Name.Contains(options.Only, StringComparison.Ordinal)))
    {
        for (var i = 0; i < options.Warm; i++)
            await client.GetStringAsync(address(1_000_000 + (i * 37)), stopping);
        var before = Environment.CpuUsage.TotalTime;
        var times = await PageLoad.RunAsync(
            client,
            address,
            options.Viewers,
            TimeSpan.FromSeconds(options.Seconds),
            stopping
        );
        var p95 = PageLoad.Percentile(times, 0.95);
        slow |= p95 >= 200;
        Console.WriteLine(
            $"| {name} | {times.Length:N0} | {PageLoad.Percentile(times, 0.5):N1} | {p95:N1} | {PageLoad.Percentile(times, 0.99):N1} | {times[^1]:N1} | {(Environment.CpuUsage.TotalTime - before).TotalMilliseconds / times.Length:N1} |"
        );
    }

    Console.WriteLine(
        slow
            ? "\nSome page took 200 ms or more at the 95th percentile."
            : "\nEvery page stayed under 200 ms at the 95th percentile."
    );
}

// 1,224 periods before one of them comes again.
static string NewDays(int i)
{
    var from = DateOnly.FromDateTime(StoreRecords.Start.DateTime).AddDays(1 + (i * 7 % 51));
    return $"?from={from:O}&to={from.AddDays(14 + (i / 51 % 24)):O}";
}

static string NewDaysOfUser(int i) => $"{NewDays(i)}&user=user-{i * 7919 % StoreRecords.Users}";

async Task ProfileAsync(ReadProfile profile)
{
    foreach (
        var (name, address) in ((string, Func<int, string>)[])[("overview", NewDays), ("page of a user", NewDaysOfUser)]
    )
    {
        await client.GetStringAsync(address(0), stopping); // Warm.
        for (var i = 1; i <= options.Profile; i++)
        {
            profile.Take();
            var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            await client.GetStringAsync(address(i), stopping);
            var reads = profile.Take();
            Console.WriteLine(
                $"\n{name}, {address(i)}: {watch.Elapsed.TotalMilliseconds:N1} ms, {(Environment.CpuUsage.TotalTime - before).TotalMilliseconds:N1} ms of the processor, {reads.Count} queries of {reads.Sum(static read => read.Milliseconds):N1} ms\n"
            );
            Console.WriteLine("| query | rows | ms |\n|---|---:|---:|");
            foreach (var read in reads)
                Console.WriteLine($"| {read.Query} | {read.Rows} | {read.Milliseconds:N1} |");
        }
    }
}
