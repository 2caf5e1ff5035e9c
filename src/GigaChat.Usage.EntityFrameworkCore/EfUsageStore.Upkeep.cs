using GigaChat.Usage.EntityFrameworkCore;

namespace GigaChat.Usage;

public abstract partial class EfUsageStore
{
    /// <summary>
    /// Creates or migrates the tables, and builds rollups from the records where there are none. Several processes may
    /// call it at once.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. After a cancellation the tables
    /// are unchanged.</param>
    public Task EnsureMigratedAsync(CancellationToken cancellationToken = default) =>
        _migrator.MigrateAsync(cancellationToken);

    /// <inheritdoc />
    /// <remarks>
    /// Tables of the application's context are reported as current: their migrations belong to the application.
    /// </remarks>
    public async Task<UsageStoreSchemaState> GetSchemaStateAsync(CancellationToken cancellationToken = default)
    {
        await _migrator.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        return await _database
            .ReadAsync(session => UsageMigrator.StateAsync(session, _services.TimeZone), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Gets the SQL that creates or migrates the tables, for migrations that are run by hand. Opens no connection.
    /// </summary>
    /// <param name="fromMigration">The last migration that the database has, such as <c>Rollups</c>, with or without
    /// the time before it: the last <c>MigrationId</c> of the table <c>__gigachat_usage_migrations</c>; null for an
    /// empty database.</param>
    /// <returns>The statements; they change nothing when that migration is the newest.</returns>
    /// <remarks>
    /// Rollups that are created by such an upgrade are empty: the first write builds them from the records, and until
    /// then queries read the records.
    /// </remarks>
    /// <exception cref="ArgumentException">There is no migration of that name; the message lists the known
    /// ones.</exception>
    public string GetMigrationScript(string? fromMigration = null) => _migrator.GetScript(fromMigration);

    /// <summary>
    /// Rebuilds the rollups from the records in one transaction; writers wait. Needed after rows were changed by hand.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. After a cancellation the rollups
    /// are unchanged.</param>
    /// <remarks>
    /// From then on days are days of this store's time zone. Rollups of periods with deleted records are unchanged.
    /// </remarks>
    /// <exception cref="UsageStoreException">The time zone has changed, and records that its days would need were
    /// deleted.</exception>
    public async Task RebuildRollupsAsync(CancellationToken cancellationToken = default)
    {
        await _migrator.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        await _database.WriteAsync(RebuildAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Compares the rollups with the records, in one state of the database, by reading every record.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The rollups that differ, at most 1,000; empty when there are none. Rollups of periods with deleted
    /// records are not compared.</returns>
    public Task<IReadOnlyList<UsageRollupDifference>> CheckRollupsAsync(
        CancellationToken cancellationToken = default
    ) => ReadAsync(RollupCheck.RunAsync, cancellationToken);

    /// <summary>
    /// Deletes the records of whole days in the report time zone that ended longer ago than an age, the oldest first
    /// and in small transactions; rollups stay.
    /// </summary>
    /// <param name="age">The age, at least one day.</param>
    /// <param name="budget">The time after which the rest is left for the next call; null for no limit.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. Deleted records stay
    /// deleted.</param>
    /// <returns>The number of deleted records.</returns>
    /// <remarks>
    /// Totals by operation, model, batch, platform, type of token, source and outcome stay exact for whole hours, and
    /// totals by user or by access token for whole days in the report time zone; an hour or day of deleted records that
    /// a period covers in part counts as a whole. Pages, searches, and queries that no rollup covers (by generation, or
    /// by user together with another dimension) read the remaining records. A record that is written again after its
    /// deletion counts again.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="age"/> is less than a day.</exception>
    public async Task<long> DeleteRecordsOlderThanAsync(
        TimeSpan age,
        TimeSpan? budget = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.FromDays(1));
        await _migrator.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        return await new Retention(_database, _services)
            .DeleteAsync(age, budget, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Removes a user from the stored data in one transaction: the records and the daily and weekly totals of the user
    /// get a new random id, without user name, topic and session. Token counts and costs stay. Alerts that name the user
    /// are deleted.
    /// </summary>
    /// <param name="userId">The user's id, as it is stored.</param>
    /// <param name="personalTags">
    /// The keys of tags that name persons, such as <c>email</c>: the values that the user's records have get a random
    /// text instead, in all records and totals that have them. Null for none: the user's records keep their tags.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. After a cancellation the stored
    /// data is unchanged.</param>
    /// <returns>The number of the user's records; 0 when there were none, or when all were deleted and only totals
    /// remained.</returns>
    /// <remarks>
    /// Flush the recorders first: records that they write later carry the user's id again. Budgets by user keep the id
    /// until their period ends, a journal until its records are written, and dead letters until they are deleted. On
    /// SQLite the deleted data is overwritten in the file and in its write-ahead log; on PostgreSQL it is in dead rows
    /// until <c>VACUUM</c> removes them. Backups and archived logs keep it.
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="userId"/> is empty.</exception>
    public async Task<long> EraseUserAsync(
        string userId,
        IReadOnlyCollection<string>? personalTags = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        await _migrator.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        var replacement = $"erased-{Guid.CreateVersion7(_services.Time.GetUtcNow()):N}";
        var id = UsageRecordLimits.FitId(userId) ?? userId;
        string[] keys =
        [
            .. (personalTags ?? [])
                .Select(key => UsageRecordLimits.FitId(key, UsageRecordLimits.TagKey))
                .OfType<string>(),
        ];
        var count = await _database
            .WriteAsync(session => Erasure.EraseAsync(session, id, replacement, keys), cancellationToken)
            .ConfigureAwait(false);
        if (!await _database.TryEmptyLogAsync(cancellationToken).ConfigureAwait(false))
            Log.LogNotEmptied(_services.Logger);
        return count;
    }

    private async Task<TimeZoneInfo> RebuildAsync(UsageSession session)
    {
        await session.Dialect.LockRollupsAsync(session, exclusive: true).ConfigureAwait(false);
        await RetentionMark
            .CorrectAsync(session, await RollupState.ReadAsync(session).ConfigureAwait(false), _services)
            .ConfigureAwait(false);
        return await RollupMaintenance
            .RebuildAsync(session, _services.TimeZone, _services.NewTagNames())
            .ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<TimeSpan?> GetReplicationLagAsync(CancellationToken cancellationToken = default)
    {
        if (_dialect.ReplicationLag is not { } lag)
            return null;
        var rows = await ReadAsync(
                session =>
                    session.ReadAsync(session.Sql().Add($"SELECT {lag}"), reader =>
                        reader.IsDBNull(0) ? (long?)null : reader.GetInt64(0)
                    ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return rows[0] is { } microseconds ? TimeSpan.FromMicroseconds(microseconds) : null;
    }

    internal Task EnsureReadyAsync(CancellationToken cancellationToken) =>
        _migrator.EnsureReadyAsync(cancellationToken);
}
