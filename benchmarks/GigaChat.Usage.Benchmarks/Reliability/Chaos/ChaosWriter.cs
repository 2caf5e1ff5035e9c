using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using GigaChat.Usage.Benchmarks.Wire;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Benchmarks.Reliability.Chaos;

/// <summary>A process that calls, records with a journal, holds half of its calls against a shared budget and deletes
/// old records, until it is stopped.</summary>
internal static class ChaosWriter
{
    /// <summary>The file beside the folder's others that shows that a writer is about to call.</summary>
    public const string Ready = ".ready";

    /// <summary>The files that list the calls that returned, a line each.</summary>
    public const string Returned = "*.returned";

    /// <summary>The files with the counters of each process, written anew every tenth of a second.</summary>
    public const string Counters = "*.counters";

    /// <summary>The platform of the calls under the budget.</summary>
    public const string Limited = "limited";

    /// <summary>The budget of that platform, in tokens a day.</summary>
    public const long Limit = 400_000;

    /// <summary>Callers of one process.</summary>
    public const int Callers = 8;

    /// <summary>Records that are older are deleted; the clocks step by less than this backwards.</summary>
    public static readonly TimeSpan Retained = TimeSpan.FromDays(15 * 365);

    private static readonly byte[] Body = Encoding.UTF8.GetBytes(ChatRequest.Body);
    private static readonly byte[] StreamBody = Encoding.UTF8.GetBytes(ChatRequest.StreamBody);

    public static async Task<int> CallAsync(ChaosOptions options)
    {
        using var stop = new CancellationTokenSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        var services = Build(options);
        await using (services.ConfigureAwait(false))
        {
            var recorder = services.GetRequiredService<UsageRecorder>();
            var store = services.GetRequiredService<EfUsageStore>();
            var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("gigachat");
            using var returned = File.OpenHandle(
                Path.Combine(options.Folder!, $"{Guid.CreateVersion7():N}.returned"),
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.Read
            );
            await File.WriteAllTextAsync(Path.Combine(options.Folder!, options.Name + Ready), "");
            await Task.WhenAll(
                CallsAsync(client, options, returned, stop.Token),
                RetainAsync(store, stop.Token),
                CountAsync(recorder, options, stop.Token)
            );
        }

        return 0;
    }

    /// <summary>Writes what the others left in the journal, and stops.</summary>
    public static async Task<int> DrainAsync(ChaosOptions options, TextWriter output)
    {
        var services = Build(options);
        await using (services.ConfigureAwait(false))
        {
            var recorder = services.GetRequiredService<UsageRecorder>();
            await recorder.FlushAsync();
            WriteCounters(recorder, options, Environment.ProcessId);
            await output.WriteLineAsync($"{recorder.Counters.Replayed}");
            return recorder.Counters is { Queued: 0, InFlight: 0 } ? 0 : 1;
        }
    }

    private static ServiceProvider Build(ChaosOptions options)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new SteppedClock(Path.Combine(options.Folder!, $"{options.Name}.clock")));
        services.AddLogging(static logging =>
            logging
                .AddSimpleConsole(static console => console.SingleLine = true)
                .AddFilter(nameof(GigaChat), LogLevel.Warning)
        );
        var tracking = services.AddGigaChatUsageTracking(choices =>
        {
            choices.Durability = UsageDurability.Journaled;
            choices.JournalDirectory = Path.Combine(options.Folder!, "journal");
        });
        _ = options.IsSqlite
            ? tracking.UseSqlite(options.ConnectionString!)
            : tracking.UsePostgreSql(options.ConnectionString!);
        tracking
            .AddBudgets(
                new UsageBudget
                {
                    Name = "chaos",
                    Scope = BudgetScope.Platform,
                    Key = Limited,
                    Tokens = Limit,
                    Period = BudgetPeriod.Day,
                }
            )
            .UseBudgetOptions(static budgets =>
            {
                budgets.WhenUnknown = BudgetFailureMode.Closed;
                budgets.ReservationLease = TimeSpan.FromSeconds(30);
                budgets.StoreTimeout = TimeSpan.FromSeconds(2);
            })
            .ShareBudgets();
        services.AddHttpClient("gigachat", client => client.BaseAddress = options.Server);
        return services.BuildServiceProvider();
    }

    private static async Task CallsAsync(
        HttpClient client,
        ChaosOptions options,
        Microsoft.Win32.SafeHandles.SafeFileHandle returned,
        CancellationToken stop
    )
    {
        var started = Stopwatch.GetTimestamp();
        var next = -1L;
        var gate = new Lock();
        var end = 0L;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(CallAsync, CancellationToken.None)));

        async Task CallAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                var call = Interlocked.Increment(ref next);
                var early =
                    TimeSpan.FromSeconds((double)call * options.Writers / options.Rate)
                    - Stopwatch.GetElapsedTime(started);
                if (early > TimeSpan.FromMilliseconds(1))
                    await Task.Delay(early, TimeProvider.System, stop)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                var name = Guid.CreateVersion7().ToString("N");
                if (!await AskAsync(client, call, name))
                    continue;

                // With the operating system before the caller goes on, as the record is.
                var line = Encoding.ASCII.GetBytes($"{name}\n");
                lock (gate)
                {
                    RandomAccess.Write(returned, line, end);
                    end += line.Length;
                }
            }
        }
    }

    /// <summary>One call: every other one under the budget, every third streamed, some of those dropped
    /// half-way.</summary>
    /// <returns>Whether it was sent.</returns>
    private static async Task<bool> AskAsync(HttpClient client, long call, string name)
    {
        var isStream = call % 3 == 0;
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions")
        {
            Content = new ByteArrayContent(isStream ? StreamBody : Body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.SetGigaChatUsage(
            new UsageContext
            {
                GenerationId = name,
                UserId = $"user {call % 20}",
                Topic = $"topic {call % 7}",
                Platform = call % 2 == 0 ? Limited : "free",
            }
        );
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (call % 30 != 0)
                await response.Content.ReadAsByteArrayAsync();
            return true;
        }
        catch (GigaChatBudgetExceededException)
        {
            return false;
        }
    }

    private static async Task RetainAsync(EfUsageStore store, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await store.DeleteRecordsOlderThanAsync(Retained, TimeSpan.FromSeconds(20), stop);
            }
            catch (Exception error)
            {
                // The database is away, or this is the end: deletion is tried again.
                Console.WriteLine($"retention: {error.Message}");
            }

            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, stop)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task CountAsync(UsageRecorder recorder, ChaosOptions options, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            WriteCounters(recorder, options, Environment.ProcessId);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stop)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void WriteCounters(UsageRecorder recorder, ChaosOptions options, int process)
    {
        var counters = recorder.Counters;
        var path = Path.Combine(options.Folder!, $"{process}.counters");
        File.WriteAllText(
            path + ".new",
            string.Create(CultureInfo.InvariantCulture, $"{counters.Failed} {counters.Dropped} {counters.Unjournaled}")
        );
        File.Move(path + ".new", path, overwrite: true);
    }
}
