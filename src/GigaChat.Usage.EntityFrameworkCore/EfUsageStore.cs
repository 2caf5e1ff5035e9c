namespace GigaChat.Usage;

/// <summary>Keeps records and their rollups in a relational database. Made by <c>UseSqlite</c> and <c>UsePostgreSql</c>; one for an application, safe for concurrent use.</summary>
/// <remarks>
/// A batch, its effect on the rollups and nothing else is one transaction; several processes may write to one database. Questions about totals read rollups
/// (hours of UTC, days of the report's time zone) and, at the edges of a period, records: the answers are exact.
/// </remarks>
public sealed class EfUsageStore : IUsageStore, IUsageReader, IDisposable
{
    private readonly UsageDatabase _database;
    private readonly SchemaGate _schema;
    private readonly BatchWriter _writer;
    private readonly TimeZoneInfo _zone;

    internal EfUsageStore(UsageDialect dialect, Func<UsageContextLease> open, SchemaGate schema, TimeZoneInfo zone, TimeProvider time)
    {
        _schema = schema;
        _zone = zone;
        _database = new UsageDatabase(dialect, open, schema, time);
        _writer = new BatchWriter(_database, zone, time);
    }

    /// <inheritdoc />
    public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return _writer.WriteAsync(batch, ct);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<UsageGroup>> AggregateAsync(UsageFilter filter, UsageGrouping groupBy, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(groupBy);
        groupBy.Validate();
        var fitted = filter.Fit();
        return _database.ReadAsync(session => new AggregateQuery(session, fitted, groupBy).ReadAsync(), ct);
    }

    /// <inheritdoc />
    public Task<UsagePageResult> ListAsync(UsageFilter filter, UsagePage page, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        page.Validate();
        var fitted = filter.Fit();
        return _database.ReadAsync(session => ListQuery.ReadAsync(session, fitted, page), ct);
    }

    /// <inheritdoc />
    public Task<UsageRecord?> FindAsync(Guid id, CancellationToken ct = default) => _database.ReadAsync(
        async session =>
        {
            var sql = session.Sql();
            sql.Add($"SELECT {UsageRecordColumns.List("r")} FROM {session.Tables.Records} r WHERE r.id = {sql.Value(session.Dialect.IdValue(id))}");
            return (await session.ReadAsync(sql, reader => UsageRecordColumns.Read(reader, session.Dialect)).ConfigureAwait(false)).FirstOrDefault();
        },
        ct);

    /// <summary>Brings the tables up to date. Safe to call again, and from several processes at once; does nothing where the tables belong to a context of the application's.</summary>
    /// <param name="ct">Cancels the wait and the migration that runs.</param>
    public Task EnsureMigratedAsync(CancellationToken ct = default) => _schema.MigrateAsync(ct);

    internal Task EnsureReadyAsync(CancellationToken ct) => _schema.EnsureReadyAsync(ct);

    /// <summary>Makes the rollups anew from the records, in one transaction; writers wait. Needed after rows were changed by hand, or to keep days of another time zone.</summary>
    /// <param name="timeZone">The time zone of daily rollups from now on, one that every machine knows; the one configured when null.</param>
    /// <param name="ct">Cancels the rebuild, which then changes nothing.</param>
    public Task RebuildRollupsAsync(TimeZoneInfo? timeZone = null, CancellationToken ct = default) =>
        _database.WriteAsync(session => RollupMaintenance.RebuildAsync(session, timeZone ?? _zone), ct);

    /// <summary>Compares the rollups with the records, in one state of the database.</summary>
    /// <param name="ct">Cancels the check.</param>
    /// <returns>The rollups that differ, at most 1,000; none when all is well.</returns>
    public Task<IReadOnlyList<UsageRollupDifference>> CheckRollupsAsync(CancellationToken ct = default) => _database.ReadAsync(RollupMaintenance.CheckAsync, ct);

    /// <summary>Lets go of what the store holds; the database is untouched.</summary>
    public void Dispose() => _schema.Dispose();
}
