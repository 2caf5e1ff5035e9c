using ClickHouse.Driver.ADO.Readers;

namespace GigaChat.Usage.ClickHouse;

/// <summary>Compares sealed days with their records.</summary>
internal sealed class RollupCheck(ClickHouseDatabase database, Sealer sealer)
{
    private const int MaxDifferences = 1_000;

    /// <summary>What is stored, and what the records add up to.</summary>
    private static readonly int[] Sides = [1, 2];

    private const string Sums =
        "count, calls, prompt_tokens, completion_tokens, cached_prompt_tokens, total_tokens, estimated_tokens, name_at, user_name";

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
            var expected = RollupSql.OfRecords(database.Tables.Records, zone, some, seals);
            differences.AddRange(
                await database
                    .ReadAsync(Sql(some, seals, expected, MaxDifferences - differences.Count), Row, cancellationToken)
                    .ConfigureAwait(false)
            );
            if (differences.Count >= MaxDifferences)
                break;
        }

        return differences;
    }

    private string Sql(
        IReadOnlyList<StoredDay> days,
        IEnumerable<string> seals,
        IEnumerable<string> expected,
        int limit
    )
    {
        // The names of the columns are those of the first part of a union.
        var stored =
            $"SELECT {RollupSql.Columns} FROM {database.Tables.Rollups} WHERE bucket BETWEEN {days[0].Day} AND {days[^1].Day} AND {SqlText.In("seal", seals)} AND kind <> {(int)RollupKind.Commit}";
        var union =
            $"SELECT {RollupSql.Keys}, {Sums}, toUInt8(1) AS side FROM ({stored}) UNION ALL SELECT {RollupSql.Keys}, {Sums}, toUInt8(2) FROM "
            + $"(SELECT {RollupSql.Columns} FROM {database.Tables.Rollups} WHERE false UNION ALL {string.Join(" UNION ALL ", expected)})";
        var names = Sums.Split(", ");
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
        return $"SELECT {RollupSql.Keys}, {sums} FROM ({union}) GROUP BY {RollupSql.Keys} HAVING {differs} LIMIT {limit}";
    }

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
            UsageMicroseconds.ToTime(
                kind == RollupKind.Hours
                    ? reader.GetInt32(3) * UsageMicroseconds.Hour
                    : reader.GetInt32(4) * UsageMicroseconds.Day
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
