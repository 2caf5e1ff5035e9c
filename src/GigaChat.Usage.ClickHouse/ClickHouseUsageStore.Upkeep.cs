using GigaChat.Usage.ClickHouse;

namespace GigaChat.Usage;

public sealed partial class ClickHouseUsageStore
{
    /// <inheritdoc />
    public Task EnsureMigratedAsync(CancellationToken cancellationToken = default) =>
        _migrator.MigrateAsync(cancellationToken);

    /// <inheritdoc />
    public async Task<UsageStoreSchemaState> GetSchemaStateAsync(CancellationToken cancellationToken = default)
    {
        await _migrator.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        return await _migrator.StateAsync(_states, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Gets the SQL that creates or upgrades the tables, for one server or for a cluster, for upgrades that are run by
    /// hand. Opens no connection.
    /// </summary>
    /// <param name="fromVersion">The version of the tables that the database has, the value of <c>schema_version</c> in
    /// the table <c>gigachat_usage_state</c>; 0 for an empty database.</param>
    /// <returns>The statements; empty when that version is the newest.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such version.</exception>
    public string GetMigrationScript(int fromVersion = 0) => _migrator.GetScript(fromVersion);

    /// <summary>
    /// Seals the days in the report time zone that have ended, and those that were written to since they were sealed. A
    /// hosted application does so every ten minutes; without a host call it once a day.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. Days that were sealed stay
    /// sealed.</param>
    /// <returns>The number of sealed days.</returns>
    /// <remarks>
    /// Totals are exact with and without it; sealed days are faster to read. A day is sealed ten minutes after the last
    /// write to it, when no insert of it can still run.
    /// </remarks>
    public Task<int> SealAsync(CancellationToken cancellationToken = default) =>
        UseAsync(
            async () =>
            {
                var count = await _sealer.SealAsync(all: false, long.MaxValue, cancellationToken).ConfigureAwait(false);
                await _oldSeals.DeleteNowAndThenAsync(cancellationToken).ConfigureAwait(false);
                return count;
            },
            cancellationToken
        );

    /// <summary>
    /// Seals every day that has ended again, from the records. Needed after rows were changed or inserted by hand.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. Days that were sealed stay
    /// sealed.</param>
    /// <remarks>
    /// From then on days are days of this store's time zone. Rollups of days with deleted records are unchanged.
    /// </remarks>
    /// <exception cref="UsageStoreException">The time zone has changed, and records that its days would need were
    /// deleted.</exception>
    public Task RebuildRollupsAsync(CancellationToken cancellationToken = default) =>
        UseAsync(
            async () =>
            {
                await TakeZoneAsync(cancellationToken).ConfigureAwait(false);
                var tables = _database.Tables;
                await _database
                    .MaintainAsync(
                        $"INSERT INTO {tables.State} (kind, number, at) SELECT DISTINCT {(int)StateKind.Hour}, toInt32(intDiv(created_at, {UnixMicroseconds.Hour})) AS found, "
                            + $"toUnixTimestamp64Micro(now64(6)) - {(_services.Grace.Ticks / TimeSpan.TicksPerMicrosecond) + 1} FROM {tables.Records} WHERE found NOT IN (SELECT number FROM {tables.State} WHERE kind = {(int)StateKind.Hour})",
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                _states.Forget();
                return await _sealer.SealAsync(all: true, long.MaxValue, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken
        );

    /// <summary>Compares the sealed days with the records, by reading every record of them.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The rollups that differ, at most 1,000; empty when there are none. Days with deleted records are not
    /// compared.</returns>
    public Task<IReadOnlyList<UsageRollupDifference>> CheckRollupsAsync(
        CancellationToken cancellationToken = default
    ) =>
        UseAsync(
            async () =>
            {
                var state = await _states.ReadAsync(cancellationToken).ConfigureAwait(false);
                return await new RollupCheck(_database, _sealer)
                    .ReadAsync(state, cancellationToken)
                    .ConfigureAwait(false);
            },
            cancellationToken
        );

    /// <summary>
    /// Deletes the records of whole days in the report time zone that ended longer ago than an age; rollups stay.
    /// </summary>
    /// <param name="age">The age, at least one day.</param>
    /// <param name="budget">The time after which the deletion is left for the next call; null for no limit.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. Deleted records stay
    /// deleted.</param>
    /// <returns>The number of deleted records.</returns>
    /// <remarks>
    /// Whole parts of the table are dropped where all of their records are old; the rows of others are deleted. Totals
    /// stay exact for whole hours, those by user or by access token for whole days in the report time zone; an hour or
    /// day of deleted records that a period covers in part counts as a whole. Pages, searches and totals by generation
    /// read the remaining records. A record that is written again after its deletion counts again.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="age"/> is less than a day.</exception>
    public Task<long> DeleteRecordsOlderThanAsync(
        TimeSpan age,
        TimeSpan? budget = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.FromDays(1));
        return UseAsync(
            () => new Retention(_database, _states, _sealer, _services).DeleteAsync(age, budget, cancellationToken),
            cancellationToken
        );
    }

    /// <summary>
    /// Removes a user from the stored data: the user's records and daily totals get a new random id, without user name,
    /// topic and session. Token counts and costs stay.
    /// </summary>
    /// <param name="userId">The user's id, as it is stored.</param>
    /// <param name="personalTags">
    /// The keys of tags that name persons, such as <c>email</c>: the values that the user's records have get a random
    /// text instead, in all records that have them. Null for none: the user's records keep their tags.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. After a cancellation call it
    /// again.</param>
    /// <returns>The number of the user's records; 0 when there were none, or when all were deleted and only totals
    /// remained.</returns>
    /// <remarks>
    /// Flush the recorders first: records that they write later carry the user's id again. The server rewrites the parts
    /// of the tables that have the user, and deletes the old ones some minutes later. A query that runs meanwhile may lack
    /// the user's usage. Backups keep the user.
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="userId"/> is empty.</exception>
    public Task<long> EraseUserAsync(
        string userId,
        IReadOnlyCollection<string>? personalTags = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        var replacement = $"erased-{Guid.CreateVersion7(_services.Time.GetUtcNow()):N}";
        var id = UsageRecordLimits.FitId(userId) ?? userId;
        string[] keys =
        [
            .. (personalTags ?? [])
                .Select(key => UsageRecordLimits.FitId(key, UsageRecordLimits.TagKey))
                .OfType<string>(),
        ];
        return UseAsync(
            () => new Erasure(_database, _states, _sealer).EraseAsync(id, replacement, keys, cancellationToken),
            cancellationToken
        );
    }

    internal Task EnsureReadyAsync(CancellationToken cancellationToken) =>
        _migrator.EnsureReadyAsync(cancellationToken);

    /// <summary>Stores this store's time zone as that of days.</summary>
    private async Task TakeZoneAsync(CancellationToken cancellationToken)
    {
        var state = await _states.ReadAsync(cancellationToken).ConfigureAwait(false);
        var zone = _services.TimeZone;
        if (state.StoredZone == zone.Id || state.Zone?.HasSameRules(zone) == true)
            return;
        if (state.RecordsFrom > long.MinValue)
            throw new UsageStoreException(
                $"Rollups cannot be kept by days of '{zone.Id}': records before {UnixMicroseconds.ToTime(state.RecordsFrom):O} were deleted, and their days are those of '{state.StoredZone}'."
            );
        await _database
            .ExecuteAsync(
                ClickHouseSchema.Set(_database.Tables, ClickHouseSetting.ReportTimeZone, zone.Id),
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
