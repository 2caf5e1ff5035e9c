using ClickHouse.Driver.ADO.Readers;

namespace GigaChat.Usage.ClickHouse;

/// <summary>Compares sealed days with their records.</summary>
internal sealed class RollupCheck(ClickHouseDatabase database, Sealer sealer)
{
    private const int MaxDifferences = 1_000;

    /// <summary>What is stored, and what the records add up to.</summary>
    private static readonly int[] Sides = [1, 2];

    private const string Keys =
        "bucket, kind, user_id, hour, day, operation, model, access_token, access_token_type, platform, source, outcome, is_batch";

    private const string Sums =
        "count, calls, prompt_tokens, completion_tokens, cached_prompt_tokens, total_tokens, estimated_tokens";

    public async Task<IReadOnlyList<UsageRollupDifference>> ReadAsync(
        SealState state,
        CancellationToken cancellationToken
    )
    {
        var differences = new List<UsageRollupDifference>();
        if (state.Zone is not { } zone || state.Extent is not { } extent)
            return differences;
        var days = state
            .DaysOf(zone, extent.From, extent.To)
            .FindAll(day => day.To > state.RecordsFrom && sealer.IsSealed(state, day.Day, day.MarkedAt));
        await foreach (var some in StoredDay.GroupAsync(days, database, cancellationToken).ConfigureAwait(false))
        {
            var seals = some.Select(day => state.Seals[day.Day].Number).ToList();
            foreach (var expected in RollupSql.OfRecords(database.Tables, zone, some, seals))
            {
                var sql = Sql(some, seals, expected, MaxDifferences - differences.Count);
                differences.AddRange(await database.ReadAsync(sql, Row, cancellationToken).ConfigureAwait(false));
                if (differences.Count >= MaxDifferences)
                    return differences;
            }
        }

        return differences;
    }

    private static string Sql(IReadOnlyList<StoredDay> days, IEnumerable<string> seals, RollupRows expected, int limit)
    {
        // The names of the columns are those of the first part of a union.
        var stored =
            $"SELECT {expected.Columns} FROM {expected.Table} WHERE bucket BETWEEN {days[0].Day} AND {days[^1].Day} AND {SqlText.In("seal", seals)}";
        var columns = $"{KeysOf(expected)}, {Sums}";
        var union =
            $"SELECT {columns}, toUInt8(1) AS side FROM ({stored}) UNION ALL SELECT {columns}, toUInt8(2) FROM "
            + $"(SELECT {expected.Columns} FROM {expected.Table} WHERE false UNION ALL {expected.Select})";
        var names = $"{Sums}, name_at, user_name".Split(", ");
        var sums = string.Join(
            ", ",
            Sides.SelectMany(side =>
                names.Select(name =>
                    name == "user_name" ? $"maxIf({name}, side = {side})" : $"sumIf({name}, side = {side})"
                )
            )
        );
        var differs = string.Join(
            " OR ",
            names.Select(name =>
                name == "user_name"
                    ? $"maxIf({name}, side = 1) <> maxIf({name}, side = 2)"
                    : $"sumIf({name}, side = 1) <> sumIf({name}, side = 2)"
            )
        );
        return $"SELECT {Keys}, {sums} FROM ({union}) GROUP BY {Keys} HAVING {differs} LIMIT {limit}";
    }

    /// <summary>Gets the keys of the rows of a table; one that it lacks is '' or 0.</summary>
    private static string KeysOf(RollupRows rows) =>
        string.Join(
            ", ",
            $"{Keys}, name_at, user_name"
                .Split(", ")
                .Select(key =>
                    rows.Columns.Split(", ").Contains(key, StringComparer.Ordinal) ? key
                    : key is "hour" ? "toInt32(0) AS hour"
                    : key is "name_at" ? "toInt64(0) AS name_at"
                    : $"'' AS {key}"
                )
        );

    private static UsageRollupDifference Row(ClickHouseDataReader reader)
    {
        var kind = (RollupKind)reader.GetByte(1);
        var key = new UsageGroup
        {
            UserId = Text(2),
            Operation = new UsageOperation(reader.GetString(5)),
            Model = Text(6),
            AccessToken = Text(7),
            AccessTokenType = Text(8),
            Platform = Text(9),
            Source = (UsageSource)reader.GetByte(10),
            Outcome = (UsageOutcome)reader.GetByte(11),
            IsBatch = reader.GetByte(12) != 0,
        };
        return new UsageRollupDifference(
            $"{kind}",
            UnixMicroseconds.ToTime(
                kind == RollupKind.Hours
                    ? reader.GetInt32(3) * UnixMicroseconds.Hour
                    : reader.GetInt32(4) * UnixMicroseconds.Day
            ),
            Side(13),
            Side(22)
        );

        string? Text(int at) => reader.GetString(at) is { Length: > 0 } text ? text : null;

        UsageGroup Side(int at) =>
            key with
            {
                Count = reader.GetInt64(at),
                Calls = reader.GetInt64(at + 1),
                PromptTokens = reader.GetInt64(at + 2),
                CompletionTokens = reader.GetInt64(at + 3),
                CachedPromptTokens = reader.GetInt64(at + 4),
                TotalTokens = reader.GetInt64(at + 5),
                EstimatedTokens = reader.GetInt64(at + 6),
                UserName = Text(at + 8),
            };
    }
}
