namespace GigaChat.Usage.ClickHouse;

/// <summary>Deletes the rows of seals that no query reads any more: of superseded ones, and of those that were never
/// committed.</summary>
/// <remarks>No total depends on it. A query that began before a newer seal finds the rows of the older one for a
/// while.</remarks>
internal sealed class OldSeals(ClickHouseDatabase database, SealStates states, ClickHouseServices services)
{
    private readonly long _life = services.OldSealLife.Ticks / TimeSpan.TicksPerMicrosecond;
    private long _last = long.MinValue;

    /// <summary>Deletes what there is to delete, at most once in the time for which old rows are kept.</summary>
    public async Task DeleteNowAndThenAsync(CancellationToken cancellationToken)
    {
        var last = Interlocked.Read(ref _last);
        var now = services.Time.GetTimestamp();
        if (last != long.MinValue && services.Time.GetElapsedTime(last, now) < services.OldSealLife)
            return;
        await DeleteAsync(cancellationToken).ConfigureAwait(false);
        Interlocked.Exchange(ref _last, now);
    }

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        // What is there is read before what counts: a seal that is written between the two reads is not touched.
        var tables = database.Tables;
        var all = await database
            .ReadAsync(
                "SELECT day, number, max(at) FROM ("
                    + $"SELECT DISTINCT bucket AS day, toString(seal) AS number, toInt64(0) AS at FROM {tables.Rollups}"
                    + $" UNION ALL SELECT DISTINCT bucket, toString(seal), toInt64(0) FROM {tables.Users}"
                    + $" UNION ALL SELECT number, name, committed_at FROM {tables.State} WHERE kind = {(int)StateKind.Seal}) GROUP BY day, number",
                static reader =>
                    (Day: reader.GetInt32(0), Number: reader.GetString(1), CommittedAt: reader.GetInt64(2)),
                cancellationToken
            )
            .ConfigureAwait(false);
        var state = await states.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (state.Zone is null)
            return;
        var old = all.FindAll(it => IsOld(state, it.Day, it.Number, it.CommittedAt));
        if (old.Count == 0)
            return;
        var days = string.Join(", ", old.Select(it => it.Day).Distinct());
        var numbers = old.ConvertAll(it => it.Number);
        foreach (
            var (table, condition) in new[]
            {
                (tables.Rollups, $"bucket IN ({days}) AND {SqlText.In("seal", numbers)}"),
                (tables.Users, $"bucket IN ({days}) AND {SqlText.In("seal", numbers)}"),
                // Last: a commit whose rows are gone does not count, and rows without a commit are found again.
                (
                    tables.State,
                    $"kind = {(int)StateKind.Seal} AND number IN ({days}) AND {SqlText.In("name", numbers)}"
                ),
            }
        )
            await database
                .MaintainAsync($"ALTER TABLE {table} DELETE WHERE {condition}", cancellationToken)
                .ConfigureAwait(false);
        Log.DeletedSeals(services.Logger, old.Count);
    }

    private bool IsOld(SealState state, int day, string number, long committedAt)
    {
        var before = state.Now - _life;
        if (Seal.CreatedAtOf(number) >= before)
            return false;
        return state.Seals.TryGetValue(day, out var newest)
            ? newest.Number != number && (committedAt == 0 || newest.CommittedAt < before)
            : committedAt == 0 || state.ZoneSince < before;
    }
}
