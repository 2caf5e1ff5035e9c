using GigaChat.Usage.EntityFrameworkCore;

namespace GigaChat.Usage;

public abstract partial class EfUsageStore
{
    /// <summary>Creates the tables or brings them up to date, and builds rollups from the records where there are none.
    /// Safe when several processes call it at once.</summary>
    /// <param name="cancellationToken">Cancels it; the tables then stay as they were.</param>
    public Task EnsureMigratedAsync(CancellationToken cancellationToken = default) =>
        _migrator.MigrateAsync(cancellationToken);

    /// <inheritdoc />
    /// <remarks>Tables that a context of the application's own holds are taken for current: their migrations are the
    /// application's.</remarks>
    public async Task<UsageStoreSchemaState> GetSchemaStateAsync(CancellationToken cancellationToken = default)
    {
        await _migrator.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        return await _database
            .ReadAsync(session => UsageMigrator.StateAsync(session, _services.TimeZone), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The SQL that creates the tables, or brings them up to date, for those who run their migrations by hand.
    /// Opens no connection.</summary>
    /// <param name="fromMigration">
    /// The last migration that the database has, such as <c>Rollups</c>, with or without the time before it: the last
    /// <c>MigrationId</c> of the table
    /// <c>__gigachat_usage_migrations</c>; null for an empty database.
    /// </param>
    /// <returns>The statements; none of consequence when that migration is the newest.</returns>
    /// <remarks>Rollups that such an upgrade brings are empty: the first write builds them from the records, and until
    /// then questions read the records.</remarks>
    /// <exception cref="ArgumentException">There is no migration of that name; the message lists those there
    /// are.</exception>
    public string GetMigrationScript(string? fromMigration = null) => _migrator.GetScript(fromMigration);

    /// <summary>Makes the rollups anew from the records, in one transaction; writers wait. Needed after rows were
    /// changed by hand.</summary>
    /// <param name="cancellationToken">Cancels it; the rollups then stay as they were.</param>
    /// <remarks>
    /// Days are from then on days of the time zone this store was given. Rollups of a time whose records were deleted
    /// are left as they are.
    /// </remarks>
    /// <exception cref="UsageStoreException">The time zone is another one than before, and records were deleted that
    /// its days would need.</exception>
    public async Task RebuildRollupsAsync(CancellationToken cancellationToken = default)
    {
        await _migrator.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        await _database.WriteAsync(RebuildAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Compares the rollups with the records, in one state of the database, by reading every record.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The rollups that differ, at most 1,000; none when all is well. Rollups of a time whose records were
    /// deleted are not looked at.</returns>
    public Task<IReadOnlyList<UsageRollupDifference>> CheckRollupsAsync(
        CancellationToken cancellationToken = default
    ) => ReadAsync(RollupMaintenance.CheckAsync, cancellationToken);

    /// <summary>Deletes records of whole days of the report that ended before an age was reached, the oldest first and
    /// in small transactions; rollups stay.</summary>
    /// <param name="age">The age, at least one day.</param>
    /// <param name="budget">How long it may take before it leaves the rest for the next time; as long as it needs when
    /// null.</param>
    /// <param name="cancellationToken">Cancels it; what was deleted stays deleted.</param>
    /// <returns>How many records were deleted.</returns>
    /// <remarks>
    /// Totals by operation, model, batch, platform, type of token, source and outcome stay exact for whole hours, and
    /// totals by user or by access token for
    /// whole days of the report; where a period cuts through an hour or day whose records are gone, it counts whole.
    /// Pages, searches, and questions
    /// that no rollup answers (by generation, or by user together with something else) see the records that are left.
    /// A record that is offered again after it was deleted counts again.
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
    /// Takes a user out of what is stored, in one transaction: their records, daily and weekly totals are from then on
    /// those of a new id that means nothing,
    /// without user name, topic and session. What was used and what it cost stays.
    /// </summary>
    /// <param name="userId">The user's id, as it is stored.</param>
    /// <param name="cancellationToken">Cancels it; what is stored then stays as it was.</param>
    /// <returns>How many records were theirs; 0 when there were none, or when all of theirs were deleted and only
    /// totals were left.</returns>
    /// <remarks>
    /// Flush the recorders first: what they write later is again the user's. Budgets by user keep the id until their
    /// period ends, a journal until its
    /// records are written, and dead letters until they are deleted. On SQLite what was stored is overwritten in the
    /// file and in its write-ahead log;
    /// on PostgreSQL it is in dead rows until <c>VACUUM</c> removes them. Backups and archived logs keep it.
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="userId"/> is empty.</exception>
    public async Task<long> EraseUserAsync(string userId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        await _migrator.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        var replacement = $"erased-{Guid.CreateVersion7(_services.Time.GetUtcNow()):N}";
        var id = UsageRecordLimits.FitId(userId) ?? userId;
        var count = await _database
            .WriteAsync(session => Erasure.EraseAsync(session, id, replacement), cancellationToken)
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
        return await RollupMaintenance.RebuildAsync(session, _services.TimeZone).ConfigureAwait(false);
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
