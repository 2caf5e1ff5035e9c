using System.Data.Common;
using GigaChat.Usage.DependencyInjection;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The key of a group as SQL: for each requested dimension, equivalent columns of records and of rollups.
/// Not safe for concurrent use.
/// </summary>
internal sealed class GroupKeys
{
    private static readonly RollupSums Nothing = new();

    private readonly List<GroupKey> _keys = [];
    private readonly UsageDialect _dialect;
    private readonly bool _named;
    private readonly GroupValues _values = new();

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
            static (group, time) => group.Hour = time
        );
        Time(
            times.HasCalendar,
            $"key_day",
            level => level == UsageLevel.Day && times.IsEachDay ? (SqlText)$"r.bucket" : $"s.day",
            times.Set
        );
        Key(
            times.HasLocalHours,
            $"key_local_hour",
            level =>
                dialect.LocalHourOf(level == UsageLevel.Records ? (SqlText)$"r.created_at" : $"r.bucket", $"s.shift"),
            static (group, reader, i) => group.LocalHour = reader.GetInt32(i)
        );
        Text(UsageDimensions.Operation, $"operation", static (group, text) =>
            group.Operation = new UsageOperation(text!)
        );
        Text(UsageDimensions.Model, $"model", static (group, text) => group.Model = text);
        Text(UsageDimensions.User, $"user_id", static (group, text) => group.UserId = text);
        Text(UsageDimensions.AccessToken, $"access_token", static (group, text) => group.AccessToken = text);
        Text(UsageDimensions.AccessTokenType, $"access_token_type", static (group, text) =>
            group.AccessTokenType = text
        );
        Text(UsageDimensions.Platform, $"platform", static (group, text) => group.Platform = text);
        Plain(UsageDimensions.Source, $"source", static (group, reader, i) =>
            group.Source = (UsageSource)reader.GetInt16(i)
        );
        Plain(UsageDimensions.Outcome, $"outcome", static (group, reader, i) =>
            group.Outcome = (UsageOutcome)reader.GetInt16(i)
        );
        Plain(UsageDimensions.Batch, $"is_batch", static (group, reader, i) => group.IsBatch = reader.GetBoolean(i));
        Text(UsageDimensions.Topic, $"topic", static (group, text) => group.Topic = text);
        Text(UsageDimensions.Generation, $"generation_id", static (group, text) => group.GenerationId = text);

        if (grouping.TagKey is not null)
            _keys.Add(
                new GroupKey(
                    $"key_tag",
                    _ => TagValue,
                    static (group, reader, i) => group.TagValue = TextOrNull(reader, i)
                )
            );

        void Time(
            bool isKey,
            SqlText name,
            Func<UsageLevel, SqlText> expression,
            Action<GroupValues, DateTimeOffset> set
        ) =>
            Key(isKey, name, expression, (group, reader, i) =>
                set(group, UnixMicroseconds.ToTime(dialect.ReadTime(reader, i)))
            );

        void Text(UsageDimensions dimension, SqlText column, Action<GroupValues, string?> set) =>
            Key(
                grouping.Has(dimension),
                $"key_{column}",
                level =>
                    level == UsageLevel.Records && dimension != UsageDimensions.Operation
                        ? (SqlText)$"COALESCE(r.{column}, '')"
                        : $"r.{column}",
                (group, reader, i) => set(group, TextOrNull(reader, i))
            );

        void Plain(UsageDimensions dimension, SqlText column, Action<GroupValues, DbDataReader, int> read) =>
            Key(grouping.Has(dimension), $"key_{column}", _ => $"r.{column}", read);

        void Key(
            bool isKey,
            SqlText name,
            Func<UsageLevel, SqlText> expression,
            Action<GroupValues, DbDataReader, int> read
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

    /// <summary>Reads the key of a group.</summary>
    public UsageGroup Read(DbDataReader reader, out int next)
    {
        next = _keys.Count;
        return ValuesOf(reader).ToGroup(Nothing);
    }

    /// <summary>Reads a group: its key, its sums, and the name of the user, where users are requested.</summary>
    public UsageGroup ReadGroup(DbDataReader reader)
    {
        var (key, sums) = ReadRow(reader);
        return key.ToGroup(sums);
    }

    /// <summary>Reads the key and the sums of a group or of one of its rows.</summary>
    /// <returns>The key, which the next row changes, and the sums.</returns>
    public (GroupValues Key, RollupSums Sums) ReadRow(DbDataReader reader)
    {
        var next = _keys.Count;
        var sums = SumColumns.Read(reader, next);
        if (_named)
            sums.NameStamp = reader.GetString(next + SumColumns.All.Length);
        return (ValuesOf(reader), sums);
    }

    private GroupValues ValuesOf(DbDataReader reader)
    {
        for (var i = 0; i < _keys.Count; i++)
            _keys[i].Read(_values, reader, i);
        return _values;
    }

    private static string? TextOrNull(DbDataReader reader, int i) =>
        reader.GetString(i) is { Length: > 0 } text ? text : null;

    /// <summary>
    /// Builds the GROUP BY clause. Without keys a branch still returns one sum; a constant key would return none where
    /// no row matches.
    /// </summary>
    private static SqlText GroupBy(IEnumerable<SqlText> expressions) =>
        SqlText.List(expressions) is { IsEmpty: false } list ? (SqlText)$" GROUP BY {list}" : default;

    private sealed record GroupKey(
        SqlText Name,
        Func<UsageLevel, SqlText> Expression,
        Action<GroupValues, DbDataReader, int> Read
    );
}
