using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>
/// Processes watch one database and are killed and restarted, while conditions appear one after another. Each must be
/// one alert, which a receiver that knows ids gets once, in order for each rule.
/// </summary>
internal static class AlertProcesses
{
    private const int Rules = 4;
    private const int Keys = 12;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(700);

    public static async Task<int> RunAsync(StoreTarget target, StoreOptions options, TextWriter output)
    {
        using (var store = target.OpenStore())
            await store.EnsureMigratedAsync();
        using var receiver = new Receiver();
        var start = TimeProvider.System.GetUtcNow().AddSeconds(3);
        var workers = Enumerable
            .Range(0, options.Processes)
            .Select(_ => Start(target, options, receiver.Address, start))
            .ToList();
        var (random, killed) = (new Random(options.Seed), 0);
        try
        {
            // A process is killed every other second, at any moment: also between a delivery and its completion.
            while (TimeProvider.System.GetUtcNow() < start + (Interval * Keys) + TimeSpan.FromSeconds(4))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1_000, 3_000)), TimeProvider.System);
                var victim = random.Next(workers.Count);
                await EndAsync(workers[victim]);
                killed++;
                workers[victim] = Start(target, options, receiver.Address, start);
            }

            // What the killed ones had claimed is taken over when the claims end.
            for (var waits = 0; receiver.Alerts < Rules * Keys && waits < 1_800; waits++)
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        }
        finally
        {
            foreach (var worker in workers)
                await EndAsync(worker);
        }

        var once = receiver.Alerts == Rules * Keys && receiver.Twice == 0;
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Database}, {options.Processes} processes, {killed} killed and restarted: {Rules * Keys} conditions, {receiver.Alerts} alerts arrived, {receiver.Twice} of them with two ids, {receiver.Repeated} deliveries repeated with the id they had, {(receiver.IsInOrder ? "" : "not ")}in order for each rule"
            )
        );
        return once && receiver.IsInOrder ? 0 : 1;
    }

    /// <summary>One of the processes; it ends by being killed.</summary>
    public static async Task<int> WatchAsync(StoreOptions options)
    {
        var start = DateTimeOffset.Parse(options.Start!, CultureInfo.InvariantCulture);
        var builder = new ServiceCollection().AddGigaChatUsageTracking();
        if (options.IsSqlite)
            builder.UseSqlite(options.ConnectionString!);
        else
            builder.UsePostgreSql(options.ConnectionString!);
        builder.AddAlerts(alerts =>
        {
            alerts.RemoveLog();
            alerts.Configure(static options =>
            {
                options.EvaluateEvery = TimeSpan.FromSeconds(1);
                options.DeliveryTimeout = TimeSpan.FromSeconds(5);
                options.MaxPerHour = 10_000;
            });
            alerts.Rules.Clear();
            for (var rule = 0; rule < Rules; rule++)
                alerts.Rules.Add(new SteppingRule($"rule-{rule}", start));
            alerts.AddWebhook("receiver", webhook => webhook.Url = new Uri(options.Address!));
        });
        await using var services = builder.Services.BuildServiceProvider();
        foreach (var service in services.GetServices<IHostedService>())
            await service.StartAsync(CancellationToken.None);
        await Task.Delay(TimeSpan.FromMinutes(10), TimeProvider.System);
        return 0;
    }

    private static async Task EndAsync(Process process)
    {
        using (process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static Process Start(StoreTarget target, StoreOptions options, string address, DateTimeOffset start) =>
        Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    typeof(AlertProcesses).Assembly.Location,
                    "alert-worker",
                    "--database",
                    options.Database,
                    "--connection",
                    target.ConnectionString,
                    "--address",
                    address,
                    "--start",
                    start.ToString("O", CultureInfo.InvariantCulture),
                ]
            )
            {
                UseShellExecute = false,
            }
        )!;

    /// <summary>Observes one more key at each interval, and never stops observing one.</summary>
    private sealed class SteppingRule(string name, DateTimeOffset start) : UsageAlertRule(name)
    {
        public override ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
            UsageAlertContext context,
            CancellationToken cancellationToken
        )
        {
            var count = (int)Math.Clamp((context.Now - start) / Interval, 0, Keys);
            return ValueTask.FromResult<IReadOnlyList<UsageAlertObservation>>([
                .. Enumerable
                    .Range(0, count)
                    .Select(i => new UsageAlertObservation
                    {
                        Key = $"{i:00}",
                        English = new UsageAlertText { Title = $"{Name} {i:00}" },
                        Russian = new UsageAlertText { Title = $"{Name} {i:00}" },
                    }),
            ]);
        }
    }

    /// <summary>Accepts notifications and ignores ids that it has seen, as the documents tell receivers to.</summary>
    private sealed class Receiver : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentDictionary<string, string> _titles = new(StringComparer.Ordinal);
        private readonly ConcurrentQueue<string> _order = new();
        private int _requests;

        public Receiver()
        {
            Address = $"http://127.0.0.1:{LocalPostgreSql.FreePort()}/hook/";
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = RunAsync();
        }

        public string Address { get; }

        /// <summary>The number of different alerts.</summary>
        public int Alerts => _titles.Values.Distinct(StringComparer.Ordinal).Count();

        /// <summary>The number of alerts that came with more than one id.</summary>
        public int Twice => _titles.Count - Alerts;

        public int Repeated => _requests - _titles.Count;

        public bool IsInOrder =>
            _order
                .GroupBy(static title => title.Split(' ')[0], StringComparer.Ordinal)
                .All(static rule => rule.SequenceEqual(rule.Order(StringComparer.Ordinal)));

        public void Dispose() => _listener.Close();

        private async Task RunAsync()
        {
            try
            {
                while (true)
                    await AcceptAsync(await _listener.GetContextAsync());
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // Closed.
            }
        }

        private async Task AcceptAsync(HttpListenerContext context)
        {
            try
            {
                using var json = await JsonDocument.ParseAsync(context.Request.InputStream);
                Interlocked.Increment(ref _requests);
                var title = json.RootElement.GetProperty("title").GetString()!;
                if (_titles.TryAdd(context.Request.Headers["webhook-id"]!, title))
                    _order.Enqueue(title);
                context.Response.StatusCode = 204;
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or IOException or JsonException)
            {
                // The sender was killed in the middle of it.
            }
        }
    }
}
