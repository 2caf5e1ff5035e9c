using System.Data.Common;
using GigaChat.Usage.DependencyInjection;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The key of a group as SQL: for each requested dimension, equivalent columns of records and of rollups.
/// </summary>
internal sealed class GroupKeys
{
    private readonly List<GroupKey> _keys = [];
    private readonly UsageDialect _dialect;
    private readonly bool _named;

    public GroupKeys(UsageGrouping grouping, UsageDialect dialect)
    {
        _dialect = dialect;
        _named = grouping.Has(UsageDimensions.User);
        var times = new TimeKeys(grouping);

        // The order of groups with the same total.
        Time(
            grouping.Has(UsageDimensions.Hour),
            $"key_hour",
            level => level == UsageLevel.Records ? dialect.HourOf($"r.created_at") : $"r.bucket",
            (group, time) => group with { Hour = time }
        );
        Time(
            times.HasCalendar,
            $"key_day",
            level => level == UsageLevel.Day && times.IsEachDay ? (SqlText)$"r.bucket" : $"s.day",
            times.In
        );
        Key(
            times.HasLocalHours,
            $"key_local_hour",
            level =>
                dialect.LocalHourOf(level == UsageLevel.Records ? (SqlText)$"r.created_at" : $"r.bucket", $"s.shift"),
            (group, reader, i) => group with { LocalHour = reader.GetInt32(i) }
        );
        Text(UsageDimensions.Operation, $"operation", (group, text) =>
            group with
            {
                Operation = new UsageOperation(text!),
            }
        );
        Text(UsageDimensions.Model, $"model", (group, text) => group with { Model = text });
        Text(UsageDimensions.User, $"user_id", (group, text) => group with { UserId = text });
        Text(UsageDimensions.AccessToken, $"access_token", (group, text) => group with { AccessToken = text });
        Text(UsageDimensions.AccessTokenType, $"access_token_type", (group, text) =>
            group with
            {
                AccessTokenType = text,
            }
        );
        Text(UsageDimensions.Platform, $"platform", (group, text) => group with { Platform = text });
        Plain(UsageDimensions.Source, $"source", (group, reader, i) =>
            group with
            {
                Source = (UsageSource)reader.GetInt16(i),
            }
        );
        Plain(UsageDimensions.Outcome, $"outcome", (group, reader, i) =>
            group with
            {
                Outcome = (UsageOutcome)reader.GetInt16(i),
            }
        );
        Plain(UsageDimensions.Batch, $"is_batch", (group, reader, i) => group with { IsBatch = reader.GetBoolean(i) });
        Text(UsageDimensions.Topic, $"topic", (group, text) => group with { Topic = text });
        Text(UsageDimensions.Generation, $"generation_id", (group, text) => group with { GenerationId = text });

        if (grouping.TagKey is not null)
            _keys.Add(
                new GroupKey(
                    $"key_tag",
                    _ => TagValue,
                    (group, reader, i) =>
                        group with
                        {
                            TagValue = reader.GetString(i) is { Length: > 0 } text ? text : null,
                        }
                )
            );

        void Time(
            bool isKey,
            SqlText name,
            Func<UsageLevel, SqlText> expression,
            Func<UsageGroup, DateTimeOffset, UsageGroup> set
        ) =>
            Key(isKey, name, expression, (group, reader, i) =>
                set(group, UnixMicroseconds.ToTime(dialect.ReadTime(reader, i)))
            );

        void Text(UsageDimensions dimension, SqlText column, Func<UsageGroup, string?, UsageGroup> set) =>
            Key(
                grouping.Has(dimension),
                $"key_{column}",
                level =>
                    level == UsageLevel.Records && dimension != UsageDimensions.Operation
                        ? (SqlText)$"COALESCE(r.{column}, '')"
                        : $"r.{column}",
                (group, reader, i) => set(group, reader.GetString(i) is { Length: > 0 } text ? text : null)
            );

        void Plain(UsageDimensions dimension, SqlText column, Func<UsageGroup, DbDataReader, int, UsageGroup> read) =>
            Key(grouping.Has(dimension), $"key_{column}", _ => $"r.{column}", read);

        void Key(
            bool isKey,
            SqlText name,
            Func<UsageLevel, SqlText> expression,
            Func<UsageGroup, DbDataReader, int, UsageGroup> read
        )
        {
            if (isKey)
                _keys.Add(new GroupKey(name, expression, read));
        }
    }

    /// <summary>The expression of the tag's value in the rows that the next columns are built for.</summary>
    public SqlText TagValue { get; set; } = $"''";

    public SqlText Prefix() => SqlText.Concat(_keys.Select(SqlText (key) => $"u.{key.Name}, "));

    public SqlText Inner(UsageLevel level) =>
        SqlText.Concat(_keys.Select(SqlText (key) => $"{key.Expression(level)} AS {key.Name}, "));

    /// <summary>The name of the user, where users are requested: the greatest stamp.</summary>
    public SqlText OuterName() => _named ? (SqlText)$", MAX(u.name_stamp) AS name_stamp" : default;

    public SqlText InnerName(UsageLevel level) =>
        !_named ? default
        : level == UsageLevel.Records
            ? (SqlText)$", {_dialect.NameStampOf($"r.created_at", $"r.user_name")} AS name_stamp"
        : $", r.name_stamp AS name_stamp";

    public SqlText GroupBy(UsageLevel level) => GroupBy(_keys.Select(key => key.Expression(level)));

    public SqlText GroupBy(SqlText alias) => GroupBy(_keys.Select(SqlText (key) => $"{alias}.{key.Name}"));

    public SqlText OrderBy() => SqlText.Concat(_keys.Select(SqlText (key) => $", u.{key.Name}"));

    public UsageGroup Read(DbDataReader reader, out int next)
    {
        var group = new UsageGroup();
        for (next = 0; next < _keys.Count; next++)
            group = _keys[next].Read(group, reader, next);
        return group;
    }

    /// <summary>
    /// Builds the GROUP BY clause. Without keys a branch still returns one sum; a constant key would return none where
    /// no row matches.
    /// </summary>
    private static SqlText GroupBy(IEnumerable<SqlText> expressions) =>
        SqlText.List(expressions) is { IsEmpty: false } list ? (SqlText)$" GROUP BY {list}" : default;

    private sealed record GroupKey(
        SqlText Name,
        Func<UsageLevel, SqlText> Expression,
        Func<UsageGroup, DbDataReader, int, UsageGroup> Read
    );
}
