namespace GigaChat.Usage.ClickHouse;

/// <summary>The SQL that sums the records of a day to rows of rollups.</summary>
internal static class RollupSql
{
    /// <summary>The columns of the sums without users.</summary>
    public const string Columns = $"bucket, kind, seal, hour, day, {Dimensions}, {Sums}, durations, first_tokens";

    /// <summary>The columns of the sums by user.</summary>
    public const string UserColumns =
        $"bucket, kind, seal, user_id, day, {Dimensions}, access_token, user_name, name_at, {Sums}";

    private const string Dimensions = "operation, model, access_token_type, platform, source, outcome, is_batch";

    private const string Sums =
        "count, calls, prompt_tokens, completion_tokens, cached_prompt_tokens, total_tokens, estimated_tokens";

    private const string SumsOfRecords =
        "toInt64(count()) AS s1, toInt64(countIf(attempt = 1)) AS s2, sumIf(prompt_tokens, prompt_tokens > 0) AS s3, sumIf(completion_tokens, completion_tokens > 0) AS s4, "
        + "sumIf(cached_prompt_tokens, cached_prompt_tokens > 0) AS s5, sum(total_tokens) AS s6, sumIf(total_tokens, source = 2) AS s7";

    /// <summary>
    /// The time of a name. Where a user has one name all day each row has the same time, that of the newest: the same
    /// name is the newest one then, and a time for each row would take a third of the table.
    /// </summary>
    private const string NameTime =
        "if(n1 = '' OR minIf(n1, n1 <> '') OVER w <> maxIf(n1, n1 <> '') OVER w, n2, max(n2) OVER w)";

    /// <summary>Gets the sums of every kind of the records of days.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="zone">The time zone of the days.</param>
    /// <param name="days">The days, in order.</param>
    /// <param name="seals">The number of the seal of each.</param>
    /// <param name="condition">Another condition on records, with AND before it.</param>
    public static IEnumerable<RollupRows> OfRecords(
        ClickHouseTables tables,
        ZoneDays zone,
        IReadOnlyList<StoredDay> days,
        IReadOnlyList<string> seals,
        string condition = ""
    )
    {
        var hour = $"toInt32(intDiv(created_at, {UnixMicroseconds.Hour}))";
        var day = zone.DaySql("created_at", days[0].From, days[^1].To);
        var earlier = string.Concat(days.SkipLast(1).Select(it => $"created_at < {it.To}, {it.Day}, "));
        var bucket = days.Count == 1 ? $"toInt32({days[0].Day})" : $"toInt32(multiIf({earlier}{days[^1].Day}))";
        var seal =
            $"transform(b, [{string.Join(", ", days.Select(it => $"toInt32({it.Day})"))}], [{string.Join(", ", seals.Select(SqlText.Of))}], '')";
        var periods = string.Join(" OR ", days.Select(it => $"(created_at >= {it.From} AND created_at < {it.To})"));
        var from = $"FROM {tables.Records} FINAL WHERE ({periods}){condition}";

        // Each table is one look at the records: a key that a kind lacks is '' or 0 in its rows.
        yield return new RollupRows(
            tables.Rollups,
            Columns,
            $"SELECT b, toUInt8(if(g = 0, {(int)RollupKind.Hours}, {(int)RollupKind.Totals})), {seal}, h, d, {Dimensions}, s1, s2, s3, s4, s5, s6, s7, durations, first_tokens "
                + $"FROM (SELECT {bucket} AS b, {hour} AS h, {day} AS d, {Dimensions}, grouping(h) AS g, {SumsOfRecords}, {LatencyQuery.OfRecords} "
                + $"{from} GROUP BY GROUPING SETS ((b, h, d, {Dimensions}), (b, d, {Dimensions})))"
        );
        yield return new RollupRows(
            tables.Users,
            UserColumns,
            $"SELECT b, toUInt8(if(g = 0, {(int)RollupKind.Days}, {(int)RollupKind.Users})), {seal}, user_id, d, {Dimensions}, access_token, n1, {NameTime}, s1, s2, s3, s4, s5, s6, s7 "
                + $"FROM (SELECT {bucket} AS b, user_id, {day} AS d, {Dimensions}, access_token, grouping(operation) AS g, "
                + "tupleElement(max(if(user_name = '', (toInt64(-1), ''), (created_at, user_name))) AS name, 2) AS n1, tupleElement(name, 1) AS n2, "
                + $"{SumsOfRecords} {from} GROUP BY GROUPING SETS ((b, d, user_id, {Dimensions}, access_token), (b, d, user_id))) "
                + "WINDOW w AS (PARTITION BY b, user_id)"
        );
    }

    /// <summary>Gets the rows of a seal with another number.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="seal">The seal.</param>
    /// <param name="number">The number.</param>
    /// <param name="change">Gets the SQL of another value for a column of the sums by user, which are named <c>r</c>;
    /// null for its own value.</param>
    public static IEnumerable<RollupRows> Copy(
        ClickHouseTables tables,
        Seal seal,
        string number,
        Func<string, string?>? change = null
    )
    {
        foreach (var (table, columns) in new[] { (tables.Rollups, Columns), (tables.Users, UserColumns) })
        {
            var values = columns
                .Split(", ")
                .Select(column =>
                    column == "seal" ? SqlText.Of(number)
                    : table == tables.Users && change?.Invoke(column) is { } value ? value
                    : $"r.{column}"
                );
            yield return new RollupRows(
                table,
                columns,
                $"SELECT {string.Join(", ", values)} FROM {table} AS r WHERE r.bucket = {seal.Day} AND r.seal = {SqlText.Of(seal.Number)}"
            );
        }
    }

    /// <summary>Gets the statement that commits seals.</summary>
    public static string Commit(ClickHouseTables tables, IEnumerable<Seal> seals)
    {
        var rows = seals.Select(seal =>
            $"({seal.Day}, {SqlText.Of(seal.Number)}, {seal.Rows}, {seal.SealedAt}, {SqlText.Of(seal.Zone)})"
        );
        return $"INSERT INTO {tables.State} (kind, number, name, rows, at, committed_at, value) "
            + $"SELECT {(int)StateKind.Seal}, toInt32(tupleElement(it, 1)), tupleElement(it, 2), toInt64(tupleElement(it, 3)), toInt64(tupleElement(it, 4)), "
            + $"toUnixTimestamp64Micro(now64(6)), tupleElement(it, 5) FROM (SELECT arrayJoin([{string.Join(", ", rows)}]) AS it)";
    }
}
