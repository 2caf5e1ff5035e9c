namespace GigaChat.Usage.ClickHouse;

/// <summary>The SQL that sums the records of a day to rows of rollups.</summary>
internal static class RollupSql
{
    /// <summary>The columns of the sums of a seal, in the order of the table.</summary>
    public const string Columns =
        "bucket, kind, seal, user_id, hour, day, operation, model, access_token, access_token_type, platform, source, outcome, is_batch, "
        + "user_name, name_at, count, calls, prompt_tokens, completion_tokens, cached_prompt_tokens, total_tokens, estimated_tokens, durations, first_tokens";

    /// <summary>The columns that the sums are grouped by.</summary>
    public const string Keys =
        "bucket, kind, user_id, hour, day, operation, model, access_token, access_token_type, platform, source, outcome, is_batch";

    private const string Dimensions = "operation, model, access_token_type, platform, source, outcome, is_batch";

    private const string SumsOfRecords =
        "toInt64(count()), toInt64(countIf(attempt = 1)), sumIf(prompt_tokens, prompt_tokens > 0), sumIf(completion_tokens, completion_tokens > 0), "
        + "sumIf(cached_prompt_tokens, cached_prompt_tokens > 0), sum(total_tokens), sumIf(total_tokens, source = 2)";

    private const string NoLatency = "CAST(map(), 'Map(Int64, Int64)'), CAST(map(), 'Map(Int64, Int64)')";

    /// <summary>Gets the sums of every kind of the records of days.</summary>
    /// <param name="records">The table.</param>
    /// <param name="zone">The time zone of the days.</param>
    /// <param name="days">The days, in order.</param>
    /// <param name="seals">The number of the seal of each.</param>
    /// <param name="condition">Another condition on records, with AND before it.</param>
    public static IEnumerable<string> OfRecords(
        string records,
        ZoneDays zone,
        IReadOnlyList<StoredDay> days,
        IReadOnlyList<string> seals,
        string condition = ""
    )
    {
        const string Plain = "operation, model, access_token, access_token_type, platform, source, outcome, is_batch";
        var hours = $"toInt32(intDiv(created_at, {UsageMicroseconds.Hour}))";
        var day = zone.DaySql("created_at", days[0].From, days[^1].To);
        var earlier = string.Concat(days.SkipLast(1).Select(it => $"created_at < {it.To}, {it.Day}, "));
        var bucket = days.Count == 1 ? $"toInt32({days[0].Day})" : $"toInt32(multiIf({earlier}{days[^1].Day}))";
        var seal =
            $"transform(b, [{string.Join(", ", days.Select(it => $"toInt32({it.Day})"))}], [{string.Join(", ", seals.Select(SqlText.Of))}], '')";
        var periods = string.Join(" OR ", days.Select(it => $"(created_at >= {it.From} AND created_at < {it.To})"));
        var from = $"FROM {records} FINAL WHERE ({periods}){condition}";
        foreach (var (kind, hour) in new[] { (RollupKind.Hours, hours), (RollupKind.Totals, "toInt32(0)") })
            yield return $"SELECT {bucket} AS b, toUInt8({(int)kind}), {seal}, '', {hour} AS h, {day} AS d, operation, model, '', access_token_type, platform, source, outcome, is_batch, "
                + $"'', toInt64(-1), {SumsOfRecords}, {LatencyQuery.OfRecords} {from} GROUP BY b, h, d, {Dimensions}";
        yield return $"SELECT {bucket} AS b, toUInt8({(int)RollupKind.Days}), {seal}, user_id, toInt32(0), {day} AS d, {Plain}, "
            + "tupleElement(max(if(user_name = '', (toInt64(-1), ''), (created_at, user_name))) AS name, 2), tupleElement(name, 1), "
            + $"{SumsOfRecords}, {NoLatency} {from} GROUP BY b, d, user_id, {Plain}";
    }

    /// <summary>Gets the condition on the sums of a seal.</summary>
    public static string Of(Seal seal, string prefix = "") =>
        $"{prefix}bucket = {seal.Day} AND {prefix}seal = {SqlText.Of(seal.Number)} AND {prefix}kind <> {(int)RollupKind.Commit}";

    public static string Insert(string table, IEnumerable<string> parts) =>
        $"INSERT INTO {table} ({Columns}) {string.Join(" UNION ALL ", parts)}";

    /// <summary>Gets the statement that commits seals.</summary>
    public static string Commit(string table, IEnumerable<Seal> seals)
    {
        var rows = seals.Select(seal =>
            $"({seal.Day}, {SqlText.Of(seal.Number)}, {seal.Rows}, {seal.SealedAt}, {SqlText.Of(seal.Zone)})"
        );
        return $"INSERT INTO {table} (bucket, kind, seal, count, sealed_at, committed_at, zone) "
            + $"SELECT toInt32(tupleElement(it, 1)), toUInt8({(int)RollupKind.Commit}), tupleElement(it, 2), toInt64(tupleElement(it, 3)), toInt64(tupleElement(it, 4)), "
            + $"toUnixTimestamp64Micro(now64(6)), tupleElement(it, 5) FROM (SELECT arrayJoin([{string.Join(", ", rows)}]) AS it)";
    }
}
