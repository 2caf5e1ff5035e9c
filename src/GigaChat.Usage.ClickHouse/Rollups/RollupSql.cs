namespace GigaChat.Usage.ClickHouse;

/// <summary>The SQL that sums the records of a day to rows of rollups.</summary>
internal static class RollupSql
{
    /// <summary>The columns of the table of rollups, in its order.</summary>
    public const string Columns =
        "bucket, kind, user_id, hour, day, operation, model, access_token, access_token_type, platform, source, outcome, is_batch, "
        + "user_name, name_at, count, calls, prompt_tokens, completion_tokens, cached_prompt_tokens, total_tokens, estimated_tokens, durations, first_tokens, sealed_at, zone";

    /// <summary>The columns that the sums of both kinds are grouped by.</summary>
    public const string Keys =
        "bucket, kind, user_id, hour, day, operation, model, access_token, access_token_type, platform, source, outcome, is_batch";

    private const string Dimensions = "operation, model, access_token_type, platform, source, outcome, is_batch";

    private const string SumsOfRecords =
        "toInt64(count()), toInt64(countIf(attempt = 1)), sumIf(prompt_tokens, prompt_tokens > 0), sumIf(completion_tokens, completion_tokens > 0), "
        + "sumIf(cached_prompt_tokens, cached_prompt_tokens > 0), sum(total_tokens), sumIf(total_tokens, source = 2)";

    private const string NoLatency = "CAST(map(), 'Map(Int64, Int64)'), CAST(map(), 'Map(Int64, Int64)')";

    /// <summary>Gets the sums of both kinds of a day's records, without the row of the seal.</summary>
    /// <param name="records">The table or subquery.</param>
    /// <param name="bucket">The SQL of the day's number.</param>
    /// <param name="day">The SQL of the day of a record's moment.</param>
    /// <param name="condition">The condition on records.</param>
    public static IEnumerable<string> OfRecords(string records, string bucket, string day, string condition)
    {
        var (plain, hours) = (
            "operation, model, access_token, access_token_type, platform, source, outcome, is_batch",
            $"toInt32(intDiv(created_at, {UsageMicroseconds.Hour}))"
        );
        yield return $"SELECT {bucket} AS b, toUInt8({(int)RollupKind.Hours}), '', {hours} AS h, {day} AS d, operation, model, '', access_token_type, platform, source, outcome, is_batch, "
            + $"'', toInt64(-1), {SumsOfRecords}, {LatencyQuery.OfRecords}, toInt64(0), '' FROM {records} WHERE {condition} GROUP BY b, h, d, {Dimensions}";
        yield return $"SELECT {bucket} AS b, toUInt8({(int)RollupKind.Days}), user_id, toInt32(0), {day} AS d, {plain}, "
            + "tupleElement(max(if(user_name = '', (toInt64(-1), ''), (created_at, user_name))) AS name, 2), tupleElement(name, 1), "
            + $"{SumsOfRecords}, {NoLatency}, toInt64(0), '' FROM {records} WHERE {condition} GROUP BY b, d, user_id, {plain}";
    }

    public static string SealRow(int bucket, long sealedAt, string zone) =>
        $"SELECT toInt32({bucket}), toUInt8({(int)RollupKind.Seal}), '', toInt32(0), toInt32(0), '', '', '', '', '', toUInt8(0), toUInt8(0), toUInt8(0), "
        + $"'', toInt64(0), toInt64(0), toInt64(0), toInt64(0), toInt64(0), toInt64(0), toInt64(0), toInt64(0), {NoLatency}, toInt64({sealedAt}), {SqlText.Of(zone)}";

    public static string Insert(string table, IEnumerable<string> parts) =>
        $"INSERT INTO {table} ({Columns}) {string.Join(" UNION ALL ", parts)}";
}
