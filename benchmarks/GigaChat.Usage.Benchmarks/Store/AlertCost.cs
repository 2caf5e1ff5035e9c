using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>The cost of an evaluation of the default rules, a minute after a minute, while records come in.</summary>
internal static class AlertCost
{
    private const int Minutes = 120;

    public static async Task RunAsync(StoreTarget target, StoreOptions options, TextWriter output)
    {
        using var store = target.OpenStore();
        await StoreReads.SeedAsync(store, target, options, output);
        var clock = new MovingClock(StoreRecords.Now);
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddGigaChatUsageTracking()
            .UseStore(_ => store)
            .AddBudgets(
                new UsageBudget { Name = "month", Rubles = 1_000_000_000m },
                new UsageBudget
                {
                    Name = "week",
                    Tokens = 1_000_000_000_000,
                    Period = BudgetPeriod.Week,
                }
            )
            .AddAlerts(alerts =>
            {
                alerts.RemoveLog().UseStore(new EfUsageAlertStore(store));
                alerts.Rules.Add(new SpendLimitAlertRule { Rubles = 1_000_000m });
            })
            .Services.BuildServiceProvider();
        var alerts = services.GetRequiredService<GigaChatUsageAlerts>();
        var started = Stopwatch.GetTimestamp();
        await alerts.EvaluateAsync();
        var first = Stopwatch.GetElapsedTime(started);

        var perMinute = options.Records / (StoreRecords.Days * 24 * 60);
        var (times, random) = (new List<TimeSpan>(), new Random(options.Seed));
        var cpu = TimeSpan.Zero;
        for (var minute = 0; minute < Minutes; minute++)
        {
            clock.Now += TimeSpan.FromMinutes(1);
            await store.AppendAsync(
                [.. Enumerable.Range(0, Math.Max(1, perMinute)).Select(_ => Record(clock.Now, random))],
                default
            );
            var before = Environment.CpuUsage.TotalTime;
            started = Stopwatch.GetTimestamp();
            await alerts.EvaluateAsync();
            times.Add(Stopwatch.GetElapsedTime(started));
            cpu += Environment.CpuUsage.TotalTime - before;
        }

        times.Sort();
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Database}, {options.Records} records, {perMinute} more a minute, {alerts.Rules.Count} rules: first evaluation {first.TotalMilliseconds:N0} ms; then over {Minutes} minutes mean {times.Average(static time => time.TotalMilliseconds):N1} ms, median {times[Minutes / 2].TotalMilliseconds:N1} ms, 95th percentile {times[Minutes * 95 / 100].TotalMilliseconds:N1} ms, highest {times[^1].TotalMilliseconds:N0} ms; {cpu.TotalMilliseconds / Minutes:N1} ms of this process's processor time each"
            )
        );
    }

    private static UsageRecord Record(DateTimeOffset now, Random random)
    {
        var tokens = random.Next(100, 3_000);
        return new UsageRecord
        {
            Id = Guid.CreateVersion7(now),
            CreatedAt = now.AddSeconds(-random.Next(60)),
            Operation = UsageOperation.TextGeneration,
            Model = "GigaChat-2-Pro",
            UserId = $"user-{random.Next(StoreRecords.Users)}",
            AccessToken = $"token-{random.Next(100)}",
            AccessTokenType = "DEMO",
            TotalTokens = tokens,
            PromptTokens = tokens / 4,
            CompletionTokens = tokens - (tokens / 4),
        };
    }

    private sealed class MovingClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
