using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>Seeds records over 90 days and queries them: by the library, and by one SQL statement over the
/// records.</summary>
internal static class StoreReads
{
    private const int SeedBatch = 10_000;

    public static async Task RunAsync(StoreTarget target, StoreOptions options, TextWriter output)
    {
        using var store = target.OpenStore();
        await SeedAsync(store, target, options, output);
        await ReadAsync(store, target, options, output);
    }

    /// <summary>Fills an empty store.</summary>
    public static async Task SeedAsync(EfUsageStore store, StoreTarget target, StoreOptions options, TextWriter output)
    {
        var stored = (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None)).Single().Count;
        if (stored < options.Records)
        {
            var started = Stopwatch.GetTimestamp();
            foreach (var batch in StoreRecords.Batches(options.Records, SeedBatch))
                await store.AppendAsync(
                    options.HasTags ? Array.ConvertAll(batch, StoreRecords.WithTags) : batch,
                    default
                );
            await target.ExecuteAsync(target.IsSqlite ? "PRAGMA wal_checkpoint(TRUNCATE); ANALYZE;" : "VACUUM ANALYZE");
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"seeded in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s"
                )
            );
        }
    }

    private static async Task ReadAsync(EfUsageStore store, StoreTarget target, StoreOptions options, TextWriter output)
    {
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Database}, {options.Records} records, {options.Rounds} rounds, milliseconds"
            )
        );
        await output.WriteLineAsync("| question | median | lowest to highest | one SQL over the records, median |");
        await output.WriteLineAsync("|---|---|---|---|");
        var usage = new GigaChatTokenUsage(store, timeProvider: StoreTime.Provider);
        var now = StoreRecords.Now;
        await MeasureAsync(
            "GetTotalTokens",
            () => usage.GetTotalTokensAsync(),
            "SELECT SUM(total_tokens) FROM gigachat_usage_records"
        );
        foreach (var days in new[] { 7, 30 })
            await MeasureAsync(
                $"GetStatistics({days})",
                () => usage.GetStatisticsAsync(days),
                "SELECT operation, COUNT(*), SUM(total_tokens) FROM gigachat_usage_records WHERE created_at BETWEEN @from AND @to GROUP BY operation",
                days
            );
        await MeasureAsync(
            "top 10 users, 30 days",
            () => usage.GetTopUsersAsync(10, new UsageFilter { From = now.AddDays(-30), To = now }),
            "SELECT user_id, SUM(total_tokens) FROM gigachat_usage_records WHERE created_at BETWEEN @from AND @to GROUP BY user_id ORDER BY 2 DESC LIMIT 10",
            30
        );
        foreach (var search in new[] { "дроби", "Пользователь 4711", "lesson-4711-4", "nothing like it" })
        {
            await MeasureAsync(
                $"page of 50, platform and \"{search}\"",
                () => store.ListAsync(new UsageFilter { Platform = "web", Search = search }, new UsagePage()),
                $"SELECT r.* FROM gigachat_usage_records r JOIN gigachat_usage_texts t ON t.id = r.text_id WHERE platform = 'web' AND t.folded LIKE '%{search.ToUpperInvariant()}%' ORDER BY created_at DESC, r.id DESC LIMIT 50"
            );
        }

        var operation = UsageOperation.Known[0];
        var seldom = new UsageFilter
        {
            Operation = operation,
            Model = "GigaChat-2",
            Platform = "web",
            Source = UsageSource.Estimated,
            Outcome = UsageOutcome.Aborted,
        };
        foreach (
            var (name, filter, where) in new[]
            {
                ("an operation", new UsageFilter { Operation = operation }, $"operation = '{operation.Value}'"),
                (
                    "one record in 120,000",
                    seldom,
                    $"operation = '{operation.Value}' AND model = 'GigaChat-2' AND platform = 'web' AND source = {(int)UsageSource.Estimated} AND outcome = {(int)UsageOutcome.Aborted}"
                ),
                ("an operation without records", new UsageFilter { Operation = new("none") }, "operation = 'none'"),
            }
        )
        {
            await MeasureAsync(
                $"page of 50, {name}",
                () => store.ListAsync(filter, new UsagePage()),
                $"SELECT * FROM gigachat_usage_records WHERE {where} ORDER BY created_at DESC, id DESC LIMIT 50"
            );
        }

        await MeasureAsync(
            "models and platforms, all time",
            () =>
                store.AggregateAsync(
                    UsageFilter.All,
                    new UsageGrouping(UsageDimensions.Model | UsageDimensions.Platform)
                ),
            "SELECT DISTINCT model, platform FROM gigachat_usage_records"
        );
        await MeasureAsync(
            "one user, 90 days",
            () =>
                store.AggregateAsync(new UsageFilter { UserId = "user-4711" }, new UsageGrouping(UsageDimensions.Day)),
            "SELECT SUM(total_tokens) FROM gigachat_usage_records WHERE user_id = 'user-4711'"
        );

        var month = new UsageFilter { From = now.AddDays(-30), To = now };
        const string InMonth = "FROM gigachat_usage_records WHERE created_at BETWEEN @from AND @to";
        await MeasureAsync(
            "percentiles by model, 30 days",
            () => usage.GetQualityAsync(UsageDimensions.Model, month),
            $"SELECT model, duration_us {InMonth} ORDER BY model, duration_us",
            30
        );
        await MeasureAsync(
            "percentiles by model and day, 30 days",
            () => usage.GetQualityAsync(UsageDimensions.Model | UsageDimensions.Day, month),
            $"SELECT model, duration_us {InMonth} ORDER BY model, duration_us",
            30
        );
        await MeasureAsync(
            "percentiles by platform, 90 days",
            () => usage.GetQualityAsync(UsageDimensions.Platform),
            "SELECT platform, duration_us FROM gigachat_usage_records ORDER BY platform, duration_us"
        );
        await MeasureAsync(
            "users, 30 days",
            () => usage.CountUsersAsync(month),
            $"SELECT COUNT(DISTINCT user_id) {InMonth}",
            30
        );
        await MeasureAsync(
            "models by month, all time",
            () =>
                store.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.Month | UsageDimensions.Model)),
            "SELECT model, SUM(total_tokens) FROM gigachat_usage_records GROUP BY model"
        );
        await MeasureAsync(
            "hours of the day, 30 days",
            () => store.AggregateAsync(month, new UsageGrouping(UsageDimensions.LocalHour)),
            $"SELECT SUM(total_tokens) {InMonth}",
            30
        );
        await MeasureAsync(
            "one topic, all time",
            () => store.AggregateAsync(new UsageFilter { Topic = "Дроби, 7 класс" }, UsageGrouping.None),
            "SELECT SUM(total_tokens) FROM gigachat_usage_records WHERE topic = 'Дроби, 7 класс'"
        );
        if (options.HasTags)
            await AskByTagAsync();

        async Task AskByTagAsync()
        {
            var column = target.IsSqlite ? "json_extract(tags, '$.tenant')" : "tags ->> 'tenant'";
            foreach (var days in new[] { 7, 30, 90 })
                await MeasureAsync(
                    $"tokens and cost of each tenant, {days} whole days",
                    () => usage.GetByTagAsync("tenant", WholeDays(days)),
                    $"SELECT {column}, SUM(total_tokens) FROM gigachat_usage_records WHERE created_at BETWEEN @from AND @to GROUP BY 1",
                    days
                );
            await MeasureAsync(
                "tokens of each tenant, 30 days up to now",
                () =>
                    store.AggregateAsync(
                        new UsageFilter { From = now.AddDays(-30), To = now },
                        new UsageGrouping(UsageDimensions.None) { TagKey = "tenant" }
                    ),
                $"SELECT {column}, SUM(total_tokens) FROM gigachat_usage_records WHERE created_at BETWEEN @from AND @to GROUP BY 1",
                30
            );
            var filter = WholeDays(30) with { Tags = [new("tenant", "tenant-7")] };
            var days30 =
                $"SELECT SUM(total_tokens) FROM gigachat_usage_records WHERE created_at BETWEEN @from AND @to AND {column} = 'tenant-7'";
            await MeasureAsync("cost of one tenant, 30 whole days", () => usage.GetCostAsync(filter), days30, 30);
            await MeasureAsync("one tenant by day, 30 days", () => usage.GetByDayAsync(filter), days30, 30);
            foreach (var tenant in new[] { "tenant-7", "none" })
                await MeasureAsync(
                    $"page of 50, tenant \"{tenant}\"",
                    () => store.ListAsync(new UsageFilter { Tags = [new("tenant", tenant)] }, new UsagePage()),
                    $"SELECT * FROM gigachat_usage_records WHERE {column} = '{tenant}' ORDER BY created_at DESC, id DESC LIMIT 50"
                );
            await MeasureAsync(
                "keys of tags",
                () => usage.GetTagKeysAsync(),
                $"SELECT COUNT(tags) FROM gigachat_usage_records"
            );
        }

        UsageFilter WholeDays(int days)
        {
            var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(-3);
            return new UsageFilter { From = midnight.AddDays(-days), To = midnight };
        }

        async Task MeasureAsync(string question, Func<Task> ask, string sql, int days = 0)
        {
            if (options.Only is { } only && !question.Contains(only, StringComparison.Ordinal))
                return;
            var (ours, raw) = (new List<double>(), new List<double>());
            for (var round = 0; round <= options.Rounds; round++)
            {
                var first = await TimeAsync(ask);
                if (round > 0)
                    ours.Add(first);

                // The slow side is asked less often.
                if (round is > 0 and <= 3 && options.Only is null)
                    raw.Add(await TimeAsync(() => QueryAsync(target, sql, days)));
            }

            ours.Sort();
            raw.Sort();
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {question} | {ours[ours.Count / 2]:F1} | {ours[0]:F1} to {ours[^1]:F1} | {(raw.Count == 0 ? "" : raw[raw.Count / 2].ToString("F1", CultureInfo.InvariantCulture))} |"
                )
            );
        }
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task QueryAsync(StoreTarget target, string sql, int days)
    {
        await using DbConnection connection = target.IsSqlite
            ? new SqliteConnection(target.ConnectionString)
            : new NpgsqlConnection(target.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is this program's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        if (days > 0)
        {
            Add("@from", StoreRecords.Now.AddDays(-days));
            Add("@to", StoreRecords.Now);
        }

        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            _ = reader.GetValue(0);

        void Add(string name, DateTimeOffset time)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = target.IsSqlite ? UnixMicroseconds.Of(time) : time.UtcDateTime;
            command.Parameters.Add(parameter);
        }
    }
}
