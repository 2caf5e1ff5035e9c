namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Finds the users with the most tokens of a period by the sums that are kept in memory.</summary>
/// <param name="session">The transaction.</param>
/// <param name="plan">The query by user.</param>
/// <param name="kept">The kept sums.</param>
internal sealed class UserRanking(UsageSession session, UsagePlan plan, UserTotals.Kept kept)
{
    /// <summary>Gets the ids of the first users, empty for records without one; null where they do not fit the
    /// memory.</summary>
    public async Task<string[]?> FirstAsync(int count)
    {
        List<(UsageLevel Level, long Bucket)> wanted =
        [
            .. plan
                .Spans.Where(static span => span.Level != UsageLevel.Records)
                .SelectMany(static span => span.Buckets().Select(bucket => (span.Level, bucket.From))),
        ];
        if (wanted.Count == 0 || !kept.Fits(wanted.Count))
            return null;
        var days = await DaysAsync(wanted).ConfigureAwait(false);
        var buckets = new List<UserTotals.Bucket>();
        foreach (var (level, bucket) in wanted)
        {
            var state = days(level, bucket);
            if (state == default)
                continue;
            var kind = level == UsageLevel.Week ? RollupKind.WeekUser : RollupKind.DayUser;
            if (kept.Find(kind, bucket, state) is { } found)
            {
                buckets.Add(found);
                continue;
            }

            buckets.Add(kept.Add(kind, bucket, state, await ReadAsync(kind, bucket).ConfigureAwait(false)));
            if (kept.IsFull)
                return null;
        }

        return kept.First(buckets, await RestAsync().ConfigureAwait(false), count);
    }

    /// <summary>Reads the sums of all users, which a few rows a day contain.</summary>
    private async Task<Func<UsageLevel, long, UserDays>> DaysAsync(List<(UsageLevel Level, long Bucket)> wanted)
    {
        var (dialect, sql) = (session.Dialect, session.Sql());
        sql.Add($"SELECT r.bucket, {GroupSums.OfRollups(dialect)} FROM {session.Tables.Rollups} r");
        sql.Add(
            $" WHERE r.kind = {(short)RollupKind.DaySummary} AND r.bucket >= {sql.Time(wanted.Min(static one => one.Bucket))}"
        );
        sql.Add(
            $" AND r.bucket < {sql.Time(wanted.Max(static one => one.Bucket + LengthOf(one.Level)))} GROUP BY r.bucket"
        );
        var days = new Dictionary<long, UserDays>();
        await session
            .ReadAsync(sql, reader =>
                days[dialect.ReadTime(reader, 0)] = new UserDays(
                    reader.GetInt64(1),
                    reader.GetInt64(2),
                    reader.GetInt64(3),
                    reader.GetInt64(4),
                    reader.GetInt64(5),
                    reader.GetInt64(6),
                    reader.GetInt64(7)
                )
            )
            .ConfigureAwait(false);
        return (level, bucket) =>
        {
            var sum = days.GetValueOrDefault(bucket);
            for (var day = bucket + UnixMicroseconds.Day; day < bucket + LengthOf(level); day += UnixMicroseconds.Day)
                sum = sum.Plus(days.GetValueOrDefault(day));
            return sum;
        };
    }

    private Task<List<(string UserId, long Tokens)>> ReadAsync(RollupKind kind, long bucket)
    {
        var sql = session.Sql();
        sql.Add(
            $"SELECT user_id, total_tokens FROM {session.Tables.Rollups} WHERE kind = {(short)kind} AND bucket = {sql.Time(bucket)}"
        );
        return session.ReadAsync(sql, static reader => (reader.GetString(0), reader.GetInt64(1)));
    }

    /// <summary>Reads the edges of the period, which are in no whole day.</summary>
    private async Task<List<(string UserId, long Tokens)>> RestAsync()
    {
        var sql = session.Sql();
        return plan.AddBranches(sql, _ => $"{sql.Dialect.Sum($"r.total_tokens")} AS sum_total", ofRecords: true)
            ? await session
                .ReadAsync(sql, static reader => (reader.GetString(0), reader.GetInt64(1)))
                .ConfigureAwait(false)
            : [];
    }

    private static long LengthOf(UsageLevel level) =>
        level == UsageLevel.Week ? UnixMicroseconds.Week : UnixMicroseconds.Day;
}
