using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>
/// Upgrades a database that an earlier version has filled, and compares every total: by SQL over the records before and
/// after, and by queries that read the rollups.
/// </summary>
internal static class StoreUpgrade
{
    private const string Sums =
        "COUNT(*), SUM(prompt_tokens), SUM(completion_tokens), SUM(cached_prompt_tokens), SUM(total_tokens)";

    private static readonly (UsageDimensions By, Func<UsageGroup, object?> Key)[] Dimensions =
    [
        (UsageDimensions.None, static _ => ""),
        (UsageDimensions.Day, static group => group.Day!.Value.ToString("O", CultureInfo.InvariantCulture)),
        (UsageDimensions.Operation, static group => group.Operation?.Value),
        (UsageDimensions.Model, static group => group.Model),
        (UsageDimensions.User, static group => group.UserId),
        (UsageDimensions.AccessToken, static group => group.AccessToken),
        (UsageDimensions.AccessTokenType, static group => group.AccessTokenType),
        (UsageDimensions.Platform, static group => group.Platform),
        (UsageDimensions.Source, static group => (int?)group.Source),
        (UsageDimensions.Outcome, static group => (int?)group.Outcome),
    ];

    public static async Task<int> RunAsync(StoreTarget target, StoreOptions options, TextWriter output)
    {
        var before = await RecordsAsync(target);
        var records = before[UsageDimensions.None].Single().Value.Count;
        var schema = await MigrationsAsync(target);
        using var store = target.OpenStore();
        var started = Stopwatch.GetTimestamp();
        await store.EnsureMigratedAsync();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;

        var after = await RecordsAsync(target);
        var rollups = await RollupsAsync(store);
        var differences = Dimensions.Sum(dimension =>
            Compare(before[dimension.By], after[dimension.By]) + Compare(before[dimension.By], rollups[dimension.By])
        );
        var unequal = await store.CheckRollupsAsync();
        var all = (
            await store.AggregateAsync(UsageFilter.All, UsageGrouping.None with { WithLatency = true })
        ).Single();
        var measured = await NumberAsync(target, "SELECT COUNT(*) FROM gigachat_usage_records WHERE duration_us > 0");
        var (from, to) = (schema[^1], (await MigrationsAsync(target))[^1]);
        var compared = before.Values.Sum(static sums => sums.Count);
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {options.Database}, {records} records, from {from} to {to}: {seconds:F1} s
                sums compared by SQL and by query: {compared}, different: {differences}
                rollup rows that differ from the records: {unequal.Count}
                durations in histograms: {all.Duration!.Count} of {measured}
                """
            )
        );
        return differences == 0 && unequal.Count == 0 && all.Duration.Count == measured ? 0 : 1;
    }

    private static int Compare(Dictionary<string, SumOfKey> one, Dictionary<string, SumOfKey> other) =>
        one.Keys.Union(other.Keys).Count(key => one.GetValueOrDefault(key) != other.GetValueOrDefault(key));

    private static async Task<Dictionary<UsageDimensions, Dictionary<string, SumOfKey>>> RollupsAsync(
        EfUsageStore store
    )
    {
        var sums = new Dictionary<UsageDimensions, Dictionary<string, SumOfKey>>();
        foreach (var (by, key) in Dimensions)
            sums[by] = (await store.AggregateAsync(UsageFilter.All, new UsageGrouping(by))).ToDictionary(
                group => Text(key(group)),
                static group => new SumOfKey(
                    group.Count,
                    group.PromptTokens,
                    group.CompletionTokens,
                    group.CachedPromptTokens,
                    group.TotalTokens
                ),
                StringComparer.Ordinal
            );
        return sums;
    }

    private static async Task<Dictionary<UsageDimensions, Dictionary<string, SumOfKey>>> RecordsAsync(
        StoreTarget target
    )
    {
        var sums = new Dictionary<UsageDimensions, Dictionary<string, SumOfKey>>();
        foreach (var (by, _) in Dimensions)
        {
            var rows = new Dictionary<string, SumOfKey>(StringComparer.Ordinal);
            await QueryAsync(
                target,
                $"SELECT {ColumnOf(target, by)} AS k, {Sums} FROM gigachat_usage_records GROUP BY 1",
                reader =>
                    rows.Add(
                        Text(reader.IsDBNull(0) ? null : reader.GetValue(0)),
                        new SumOfKey(
                            Number(reader, 1),
                            Number(reader, 2),
                            Number(reader, 3),
                            Number(reader, 4),
                            Number(reader, 5)
                        )
                    )
            );
            sums[by] = rows;
        }

        return sums;
    }

    /// <summary>The key as SQL; a day is one of Moscow, the default report time zone.</summary>
    private static string ColumnOf(StoreTarget target, UsageDimensions by) =>
        by switch
        {
            UsageDimensions.None => "''",
            UsageDimensions.Day when target.IsSqlite => "date(created_at / 1000000, 'unixepoch', '+3 hours')",
            UsageDimensions.Day => "to_char(created_at AT TIME ZONE 'Europe/Moscow', 'YYYY-MM-DD')",
            UsageDimensions.User => "user_id",
            UsageDimensions.AccessToken => "access_token",
            UsageDimensions.AccessTokenType => "access_token_type",
            UsageDimensions.Operation => "operation",
            UsageDimensions.Model => "model",
            UsageDimensions.Platform => "platform",
            UsageDimensions.Source => "source",
            _ => "outcome",
        };

    private static async Task<List<string>> MigrationsAsync(StoreTarget target)
    {
        var names = new List<string>();
        await QueryAsync(target, "SELECT \"MigrationId\" FROM __gigachat_usage_migrations ORDER BY 1", reader =>
            names.Add(reader.GetString(0))
        );
        return names;
    }

    private static async Task<long> NumberAsync(StoreTarget target, string sql)
    {
        var number = 0L;
        await QueryAsync(target, sql, reader => number = Number(reader, 0));
        return number;
    }

    private static async Task QueryAsync(StoreTarget target, string sql, Action<DbDataReader> read)
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
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            read(reader);
    }

    private static long Number(DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? 0 : Convert.ToInt64(reader.GetValue(ordinal), CultureInfo.InvariantCulture);

    private static string Text(object? key) => Convert.ToString(key, CultureInfo.InvariantCulture) ?? "";

    private readonly record struct SumOfKey(long Count, long Prompt, long Completion, long Cached, long Total);
}
