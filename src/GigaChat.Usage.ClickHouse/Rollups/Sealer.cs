namespace GigaChat.Usage.ClickHouse;

/// <summary>Seals days: sums their records into a table aside and replaces the day with it, at once and as often as
/// needed.</summary>
internal sealed class Sealer(ClickHouseDatabase database, SealStates states, ClickHouseServices services)
{
    private const string StagePrefix = "gigachat_usage_stage_";

    /// <summary>Half of the time in which a seal must be in place: a later one could hide a newer one.</summary>
    private readonly TimeSpan _longest = ClickHouseLimits.Grace / 2;

    private readonly long _grace = services.Grace.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Seals the days that have ended and are not sealed, or were written to since.</summary>
    /// <param name="all"><c>true</c> if sealed days are sealed again.</param>
    /// <param name="before">Only days that end at or before a moment.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The number of sealed days.</returns>
    public async Task<int> SealAsync(bool all, long before, CancellationToken cancellationToken)
    {
        var state = await WithZoneAsync(cancellationToken).ConfigureAwait(false);
        if (state.Zone is not { } zone || state.Extent is not { } extent)
            return 0;
        var days = state
            .DaysOf(zone, extent.From, extent.To)
            .FindAll(day =>
                day.To <= Math.Min(state.Now, before)
                && day.To > state.RecordsFrom
                && (all || (!IsSealed(state, day.Day, day.MarkedAt) && day.MarkedAt + _grace < state.Now))
            );
        if (days.Count == 0)
            return 0;

        await DropForgottenAsync(cancellationToken).ConfigureAwait(false);
        var count = 0;
        var stage = await StageAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stage.ConfigureAwait(false);
        foreach (var day in days)
        {
            var started = services.Time.GetTimestamp();
            var sealedAt = await database.ReadClockAsync(cancellationToken).ConfigureAwait(false);
            var parts = RollupSql
                .OfRecords(
                    $"{database.Tables.Records} FINAL",
                    $"toInt32({day.Day})",
                    zone.DaySql("created_at", day.From, day.To),
                    $"created_at >= {day.From} AND created_at < {day.To}"
                )
                .Append(RollupSql.SealRow(day.Day, sealedAt, state.StoredZone!));
            await database.MaintainAsync(RollupSql.Insert(stage.Name, parts), cancellationToken).ConfigureAwait(false);
            if (services.Time.GetElapsedTime(started) > _longest)
                continue;
            await ReplaceAsync(day.Day, stage, cancellationToken).ConfigureAwait(false);
            count++;
        }

        if (count > 0)
            Log.Sealed(services.Logger, count);
        return count;
    }

    /// <summary>Gets <c>true</c> if a day's rollups have every record that was written; otherwise, <c>false</c>.</summary>
    public bool IsSealed(SealState state, int day, long markedAt) =>
        state.Seals.TryGetValue(day, out var sealedAt) && markedAt + _grace < sealedAt;

    /// <summary>Creates an empty table with the columns of rollups, which is dropped with its disposal.</summary>
    public async Task<Stage> StageAsync(CancellationToken cancellationToken)
    {
        var name = $"{StagePrefix}{Guid.CreateVersion7():N}";
        await database
            .MaintainAsync(ClickHouseSchema.Rollups(database.Tables, name), cancellationToken)
            .ConfigureAwait(false);
        return new Stage(database, name);
    }

    public Task ReplaceAsync(int day, Stage stage, CancellationToken cancellationToken) =>
        database.MaintainAsync(
            $"ALTER TABLE {database.Tables.Rollups} REPLACE PARTITION ID '{day}' FROM {stage.Name}",
            cancellationToken
        );

    /// <summary>Reads the state, after the time zone of days was stored where there was none.</summary>
    public async Task<SealState> WithZoneAsync(CancellationToken cancellationToken)
    {
        var state = await states.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (state.StoredZone is not null)
            return state;
        await database
            .ExecuteAsync(
                ClickHouseSchema.Set(database.Tables, ClickHouseSetting.ReportTimeZone, services.TimeZone.Id),
                cancellationToken
            )
            .ConfigureAwait(false);
        return await states.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops the tables that processes left which ended while they were sealing.</summary>
    private async Task DropForgottenAsync(CancellationToken cancellationToken)
    {
        var names = await database
            .ReadAsync(
                $"SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, '{StagePrefix}') AND metadata_modification_time < now() - INTERVAL 1 DAY",
                static reader => reader.GetString(0),
                cancellationToken
            )
            .ConfigureAwait(false);
        foreach (var name in names)
            await new Stage(database, name).DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A table aside.</summary>
    internal sealed class Stage(ClickHouseDatabase database, string name) : IAsyncDisposable
    {
        public string Name => name;

        public async ValueTask DisposeAsync()
        {
            try
            {
                await database
                    .MaintainAsync(
                        $"DROP TABLE IF EXISTS {name}{database.Tables.OnCluster} SYNC",
                        CancellationToken.None
                    )
                    .ConfigureAwait(false);
            }
            catch (Exception error) when (error is UsageStoreException or System.Data.Common.DbException)
            {
                // The server is gone: the table is dropped by a later run.
            }
        }
    }
}
