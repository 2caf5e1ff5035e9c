using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace GigaChat.Usage;

/// <summary>Sums records by groups: the database by buckets of time that lie in one day each, <see cref="GroupFold"/> then by days.</summary>
internal sealed class GroupQuery(UsageGrouping grouping)
{
    /// <summary>The keys in the order of the columns that <see cref="GroupFold"/> reads.</summary>
    private static readonly (UsageDimensions Dimension, string Column)[] Keys =
    [
        (UsageDimensions.Operation, "operation"),
        (UsageDimensions.Model, "model"),
        (UsageDimensions.User, "user_id"),
        (UsageDimensions.AccessToken, "access_token"),
        (UsageDimensions.AccessTokenType, "access_token_type"),
        (UsageDimensions.Platform, "platform"),
        (UsageDimensions.Source, "source"),
        (UsageDimensions.Outcome, "outcome"),
        (UsageDimensions.Batch, "is_batch"),
        (UsageDimensions.User, "user_name"),
    ];

    public async Task<IReadOnlyList<UsageGroup>> RunAsync(DbContext context, SqlConditions conditions, CancellationToken ct)
    {
        var days = grouping.Has(UsageDimensions.Day) ? new LocalDays(grouping.TimeZone) : null;
        var (first, width) = (0L, grouping.Has(UsageDimensions.Hour) ? UnixMicroseconds.Hour : 0);
        if (days is not null)
        {
            var (oldest, newest) = await PeriodAsync(context, ct).ConfigureAwait(false);
            first = Math.Max(oldest, conditions.First ?? oldest);
            var last = Math.Min(newest, conditions.Last ?? newest);
            conditions.AddPeriod(first, last);
            width = days.BucketWidth(first, last, width == 0 ? UnixMicroseconds.Day : width);
        }

        var fold = new GroupFold(grouping, days, first);
        var command = Command(context, Sql(conditions, width), conditions);
        await using (command.ConfigureAwait(false))
        {
            var row = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
            {
                while (await row.ReadAsync(ct).ConfigureAwait(false))
                    fold.Add(row);
            }
        }

        return fold.Groups();
    }

    /// <summary>The moments of the oldest and the newest record, read off the ends of an index.</summary>
    private static async Task<(long First, long Last)> PeriodAsync(DbContext context, CancellationToken ct)
    {
        var command = Command(context, $"SELECT (SELECT MIN(created_at) FROM {UsageRecordMap.Table}), (SELECT MAX(created_at) FROM {UsageRecordMap.Table})", conditions: null);
        await using (command.ConfigureAwait(false))
        {
            var row = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
                return await row.ReadAsync(ct).ConfigureAwait(false) && !row.IsDBNull(0) ? (row.GetInt64(0), row.GetInt64(1)) : (0, 0);
        }
    }

    private string Sql(SqlConditions conditions, long width)
    {
        var bucket = width == 0 ? "NULL" : string.Create(CultureInfo.InvariantCulture, $"created_at - ((created_at % {width}) + {width}) % {width}");
        var keys = Keys.Select(key => grouping.Has(key.Dimension) ? key.Column : "NULL").Append(bucket).ToArray();
        var groupBy = keys.Where(key => key != "NULL").ToArray();
        return $"""
            SELECT {string.Join(", ", keys)}, MAX(created_at), COUNT(*), COALESCE(SUM(CASE WHEN attempt = 1 THEN 1 ELSE 0 END), 0),
                COALESCE(SUM(prompt_tokens), 0), COALESCE(SUM(completion_tokens), 0), COALESCE(SUM(cached_prompt_tokens), 0),
                COALESCE(SUM(total_tokens), 0), COALESCE(SUM(CASE WHEN source = {(int)UsageSource.Estimated} THEN total_tokens ELSE 0 END), 0)
            FROM {UsageRecordMap.Table}{conditions}{(groupBy.Length == 0 ? "" : " GROUP BY " + string.Join(", ", groupBy))}
            """;
    }

    private static DbCommand Command(DbContext context, string sql, SqlConditions? conditions)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        foreach (var (name, value) in conditions?.Parameters ?? [])
            command.AddParameter(name, value);
        return command;
    }
}
