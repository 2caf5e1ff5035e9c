using System.Globalization;

namespace GigaChat.Usage.ClickHouse;

/// <summary>Deletes the records of old days, once the days are sealed: whole parts where all of a part is old, rows of
/// the others.</summary>
/// <remarks>
/// Only records that the seals have are deleted. One that arrives late is newer than its day's seal; it counts beside the
/// seal and is added to it by the next run.
/// </remarks>
internal sealed class Retention(
    ClickHouseDatabase database,
    SealStates states,
    Sealer sealer,
    ClickHouseServices services
)
{
    public async Task<long> DeleteAsync(TimeSpan age, TimeSpan? budget, CancellationToken cancellationToken)
    {
        var started = services.Time.GetTimestamp();
        var state = await sealer.WithZoneAsync(cancellationToken).ConfigureAwait(false);
        if (state.Zone is not { } zone || state.Extent is null)
            return 0;
        var bound = zone.StartOf(zone.DayOf(Now(state) - (age.Ticks / TimeSpan.TicksPerMicrosecond)));
        if (!await IsAnyNewerAsync(bound, age, state.Now, cancellationToken).ConfigureAwait(false))
            return 0;

        await sealer.SealAsync(all: false, bound, cancellationToken).ConfigureAwait(false);
        await AddLateAsync(cancellationToken).ConfigureAwait(false);
        state = await states.ReadAsync(cancellationToken).ConfigureAwait(false);
        var days = state.DaysOf(zone, state.Extent!.Value.From, bound);
        bound = days.Where(day => day.To > state.RecordsFrom && !sealer.IsSealed(state, day.Day, day.MarkedAt))
            .Select(day => day.From)
            .Append(bound)
            .Min();
        if (bound > state.RecordsFrom)
            await database
                .ExecuteAsync(
                    ClickHouseSchema.Set(
                        database.Tables,
                        ClickHouseSetting.RecordsFrom,
                        bound.ToString(CultureInfo.InvariantCulture)
                    ),
                    cancellationToken
                )
                .ConfigureAwait(false);
        if (budget is { } limit && services.Time.GetElapsedTime(started) >= limit)
            return 0;

        var kept = days.FindAll(day => day.To <= bound && !sealer.IsSealed(state, day.Day, day.MarkedAt));
        var deleted = await DeleteAsync(Condition(bound, state.Now, kept), cancellationToken).ConfigureAwait(false);
        if (deleted > 0)
            Log.Deleted(services.Logger, deleted, age);
        return deleted;
    }

    /// <summary>Gets the condition on records that the seals have.</summary>
    private static string Condition(long bound, long readAt, List<StoredDay> kept) =>
        $"created_at < {bound} AND version >= {ulong.MaxValue - (ulong)readAt}"
        + string.Concat(kept.Select(day => $" AND NOT (created_at >= {day.From} AND created_at < {day.To})"));

    /// <summary>A wrong clock must not delete a record (L33): the earlier of two clocks counts.</summary>
    private long Now(SealState state)
    {
        var own = UnixMicroseconds.Of(services.Time.GetUtcNow());
        if (own - state.Now > UnixMicroseconds.Day)
            Log.ClockAhead(services.Logger, TimeSpan.FromMicroseconds(own - state.Now));
        return Math.Min(own, state.Now);
    }

    private async Task<bool> IsAnyNewerAsync(long bound, TimeSpan age, long now, CancellationToken cancellationToken)
    {
        var newest = (
            await database
                .ReadAsync(
                    $"SELECT max(created_at) FROM {database.Tables.Records}",
                    static reader => reader.GetInt64(0),
                    cancellationToken
                )
                .ConfigureAwait(false)
        )[0];
        if (newest >= bound)
            return true;
        if (newest > 0)
            Log.DeletionRefused(services.Logger, UnixMicroseconds.ToTime(newest), age, UnixMicroseconds.ToTime(now));
        return false;
    }

    private async Task<long> DeleteAsync(string condition, CancellationToken cancellationToken)
    {
        var tables = database.Tables;
        var count = await database
            .ReadAsync(
                $"SELECT toInt64(count()) FROM {tables.Records} FINAL WHERE {condition}",
                static reader => reader.GetInt64(0),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (tables.Cluster is null)
        {
            // By the names of parts: a record that is written meanwhile is in another part, even in the same month.
            var parts = await database
                .ReadAsync(
                    $"SELECT _part FROM {tables.Records} GROUP BY _part HAVING countIf(NOT ({condition})) = 0",
                    static reader => reader.GetString(0),
                    cancellationToken
                )
                .ConfigureAwait(false);
            foreach (var part in parts)
                await TryDropAsync(part, cancellationToken).ConfigureAwait(false);
        }

        await database
            .MaintainAsync($"DELETE FROM {tables.LocalRecords}{tables.OnCluster} WHERE {condition}", cancellationToken)
            .ConfigureAwait(false);
        return count[0];
    }

    private async Task TryDropAsync(string part, CancellationToken cancellationToken)
    {
        try
        {
            await database
                .MaintainAsync($"ALTER TABLE {database.Tables.Records} DROP PART {SqlText.Of(part)}", cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is System.Data.Common.DbException or UsageStoreException)
        {
            // It was merged meanwhile: its rows are deleted one by one.
        }
    }

    /// <summary>Adds late records to the seals of days with deleted records.</summary>
    private async Task AddLateAsync(CancellationToken cancellationToken)
    {
        var state = await states.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (state.Zone is not { } zone || state.Extent is not { } extent)
            return;
        var grace = services.Grace.Ticks / TimeSpan.TicksPerMicrosecond;
        var days = state
            .DaysOf(zone, extent.From, extent.To)
            .FindAll(day =>
                day.To <= state.RecordsFrom
                && state.Seals.ContainsKey(day.Day)
                && !sealer.IsSealed(state, day.Day, day.MarkedAt)
                && day.MarkedAt + grace < state.Now
            );
        if (days.Count == 0)
            return;

        var drafts = new List<Sealer.Draft>();
        foreach (var day in days)
        {
            var seal = state.Seals[day.Day];
            var number = Seal.NewNumber(state.Now);
            var parts = RollupSql
                .OfRecords(
                    database.Tables,
                    zone,
                    [day],
                    [number],
                    $" AND version < {ulong.MaxValue - (ulong)seal.SealedAt} AND version >= {ulong.MaxValue - (ulong)state.Now}"
                )
                .Concat(RollupSql.Copy(database.Tables, seal, number));
            await sealer.WriteAsync(parts, cancellationToken).ConfigureAwait(false);
            drafts.Add(new Sealer.Draft(seal with { Number = number, SealedAt = state.Now }, seal, day.To));
        }

        await sealer.CommitAsync(drafts, cancellationToken).ConfigureAwait(false);
    }
}
