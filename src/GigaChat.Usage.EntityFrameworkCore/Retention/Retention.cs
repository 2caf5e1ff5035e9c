using GigaChat.Usage.DependencyInjection;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Deletes old records, whole days at a time by their rollups, and in transactions so small that no writer
/// waits long (L16).</summary>
internal sealed class Retention(UsageDatabase database, StoreServices services)
{
    private const int BatchSize = 1_000;

    /// <summary>
    /// Widens a period with ends among deleted records to whole hours or days, which rollups still contain.
    /// </summary>
    public static (long From, long To) Widen(RollupState state, RollupFamily family, long from, long to)
    {
        if (state.RecordsFrom is null)
            return (from, to);
        if (family.Hour is not null)
            return (
                from < state.FirstHour ? UnixMicroseconds.FloorHour(from) : from,
                to < state.FirstHour ? UnixMicroseconds.CeilingHour(to) : to
            );
        var (days, kept) = (new LocalDays(state.Zone!), state.FirstDayStart);
        return (from < kept ? days.PeriodOf(from).From : from, to < kept ? days.PeriodOf(to - 1).To : to);
    }

    public async Task<long> DeleteAsync(TimeSpan age, TimeSpan? budget, CancellationToken cancellationToken)
    {
        var started = services.Time.GetTimestamp();
        if (
            await database.WriteAsync(session => MarkAsync(session, age), cancellationToken).ConfigureAwait(false)
            is not { } from
        )
            return 0;
        var deleted = 0L;
        while (
            HasTime()
            && await database
                .WriteAsync(session => DeleteRecordsAsync(session, from), cancellationToken)
                .ConfigureAwait(false)
                is > 0
                    and var count
        )
            deleted += count;
        for (
            var after = 0L;
            HasTime() && await OrphansAsync(after, cancellationToken).ConfigureAwait(false) is { Count: > 0 } orphans;
            after = orphans[^1]
        )
            await database
                .WriteAsync(session => SharedTexts.DeleteUnusedAsync(session, orphans), cancellationToken)
                .ConfigureAwait(false);
        if (deleted > 0)
            Log.Deleted(services.Logger, deleted, age);
        return deleted;

        bool HasTime() => budget is not { } limit || services.Time.GetElapsedTime(started) < limit;
    }

    /// <summary>
    /// Determines the moment before which records are deleted, and stores it before the first of them is deleted; null
    /// when nothing is to be deleted. A wrong clock must not delete a record (L33): the earlier of two clocks counts,
    /// and an age that would delete every record is rejected.
    /// </summary>
    private async Task<long?> MarkAsync(UsageSession session, TimeSpan age)
    {
        await session.Dialect.LockRollupsAsync(session, exclusive: true).ConfigureAwait(false);
        var state = await RollupState.ReadAsync(session).ConfigureAwait(false);

        // Without rollups nothing would remain of the records.
        if (state.Zone is not { } zone)
            return null;
        state = await RetentionMark.CorrectAsync(session, state, services).ConfigureAwait(false);
        var now = await NowAsync(session).ConfigureAwait(false);

        // A day may begin within an hour of UTC, whose rollups remain exact only if all of its records are kept.
        var from = UnixMicroseconds.FloorHour(
            new LocalDays(zone).PeriodOf(now - (age.Ticks / TimeSpan.TicksPerMicrosecond)).From
        );
        var newest = session.Sql().Add($"SELECT MAX(created_at) FROM {session.Tables.Records}");
        if (
            (
                await session
                    .ReadAsync(newest, reader => reader.IsDBNull(0) ? (long?)null : session.Dialect.ReadTime(reader, 0))
                    .ConfigureAwait(false)
            )[0]
            is not { } last
        )
            return null;
        if (from > last)
        {
            Log.DeletionRefused(services.Logger, UnixMicroseconds.ToTime(last), age, UnixMicroseconds.ToTime(now));
            return null;
        }

        await RetentionMark.RaiseAsync(session, state, from).ConfigureAwait(false);
        return from;
    }

    private async Task<long> NowAsync(UsageSession session)
    {
        var own = UnixMicroseconds.Of(services.Time.GetUtcNow());
        var databases = await session.ReadClockAsync().ConfigureAwait(false);
        if (own - databases > UnixMicroseconds.Day)
            Log.ClockAhead(services.Logger, TimeSpan.FromMicroseconds(own - databases));
        return Math.Min(own, databases);
    }

    private static Task<int> DeleteRecordsAsync(UsageSession session, long before)
    {
        var sql = session.Sql();
        sql.Add(
            $"DELETE FROM {session.Tables.Records} WHERE id IN (SELECT id FROM {session.Tables.Records} WHERE created_at < {sql.Time(before)}"
        );
        return session.ExecuteAsync(
            sql.Add($" ORDER BY created_at, id LIMIT {SqlText.Number(BatchSize)}{session.Dialect.SkipLocked})")
        );
    }

    /// <summary>
    /// Gets some ids of texts that no record has, in order. Reads without a lock: in a large table it takes a while.
    /// </summary>
    private Task<List<long>> OrphansAsync(long after, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                var sql = session.Sql();
                sql.Add($"SELECT t.id FROM {session.Tables.Texts} t WHERE t.id > {after}");
                sql.Add(
                    $" AND NOT EXISTS (SELECT 1 FROM {session.Tables.Records} r WHERE r.text_id = t.id) ORDER BY t.id LIMIT {SqlText.Number(BatchSize)}"
                );
                return session.ReadAsync(sql, reader => reader.GetInt64(0));
            },
            cancellationToken
        );
}
