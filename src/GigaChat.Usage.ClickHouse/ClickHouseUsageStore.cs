using GigaChat.Usage.ClickHouse;
using GigaChat.Usage.Storage;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage;

/// <summary>
/// Stores records in ClickHouse (25.8 or later), on one server or a cluster. One instance serves an application and is
/// safe for concurrent use; any number of processes may share a database.
/// </summary>
/// <remarks>
/// Records are exact by id: a batch that is written again, in whole or in part, changes nothing. A batch over several
/// months is stored month by month, and is whole once its retry has succeeded. Days that have ended are sealed into
/// rollups (<see cref="SealAsync"/>); totals read sealed days from rollups and the others from records.
/// </remarks>
public sealed partial class ClickHouseUsageStore
    : IUsageStore,
        IUsageReader,
        IUsageTagReader,
        IUsageStoreSchema,
        IUsageStoreMigrations,
        IUsageBatching,
        IDisposable
{
    private readonly ClickHouseServices _services;
    private readonly ClickHouseDatabase _database;
    private readonly ClickHouseMigrator _migrator;
    private readonly HourMarks _marks;
    private readonly BatchWriter _writer;
    private readonly SealStates _states;
    private readonly Sealer _sealer;
    private readonly OldSeals _oldSeals;

    /// <summary>
    /// Initializes a new instance of the <see cref="ClickHouseUsageStore"/> class. It opens no connection until its first
    /// use; dispose it last.
    /// </summary>
    /// <param name="connectionString">The connection string of an existing database:
    /// <c>Host=localhost;Port=8123;Database=usage;Username=usage</c>.</param>
    /// <param name="cluster">The name of the cluster in the configuration of its servers; null for one server.</param>
    /// <param name="migrateOnStart"><c>true</c> if its first use creates or upgrades the tables; otherwise,
    /// <c>false</c>.</param>
    /// <param name="timeZone">The report time zone, which rollups use; null for Europe/Moscow.</param>
    /// <exception cref="ArgumentException">The connection string is empty, is not valid or names no server, or the
    /// cluster's name is empty.</exception>
    public ClickHouseUsageStore(
        string connectionString,
        string? cluster = null,
        bool migrateOnStart = true,
        TimeZoneInfo? timeZone = null
    )
        : this(connectionString, cluster, migrateOnStart, ClickHouseServices.Without(timeZone)) { }

    internal ClickHouseUsageStore(
        string connectionString,
        string? cluster,
        bool migrateOnStart,
        ClickHouseServices services
    )
    {
        if (ClickHouseUsageOptionsValidator.Problem(connectionString) is { } problem)
            throw new ArgumentException(problem, nameof(connectionString));
        if (ClickHouseUsageOptionsValidator.ClusterProblem(cluster) is { } clusterProblem)
            throw new ArgumentException(clusterProblem, nameof(cluster));
        _services = services;
        _database = new ClickHouseDatabase(connectionString, new ClickHouseTables(cluster));
        _migrator = new ClickHouseMigrator(_database, migrateOnStart, services);
        _marks = new HourMarks(_database, services.Time, services.MarkLife);
        _writer = new BatchWriter(_database, _marks);
        _states = new SealStates(_database, services.TimeZone);
        _sealer = new Sealer(_database, _states, services);
        _oldSeals = new OldSeals(_database, _states, services);
    }

    /// <inheritdoc />
    public int PreferredBatchSize => 20_000;

    /// <inheritdoc />
    public TimeSpan PreferredBatchDelay => TimeSpan.FromSeconds(1);

    internal TimeProvider Time => _services.Time;

    internal ILogger Logger => _services.Logger;

    internal ClickHouseDatabase Database => _database;

    internal Sealer Sealer => _sealer;

    internal SealStates States => _states;

    /// <inheritdoc />
    /// <exception cref="UsageStoreException">The database cannot be used at present; the message contains the
    /// remedy.</exception>
    public async Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        await UseAsync(
                async () =>
                {
                    await _writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
                    return batch.Count;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageGrouping groupBy,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(groupBy);
        var grouping = groupBy.Fit();
        var fitted = filter.Fit();
        return UseAsync(
            () =>
                _states.QueryAsync(
                    (state, token) =>
                        new AggregateQuery(_database, state, _services.Grace, fitted, grouping).ReadAsync(token),
                    cancellationToken
                ),
            cancellationToken
        );
    }

    /// <inheritdoc />
    public Task<UsagePageResult> ListAsync(
        UsageFilter filter,
        UsagePage page,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(page);
        page.Validate();
        var fitted = filter.Fit();
        return UseAsync(
            () =>
                _states.QueryAsync(
                    (state, token) => new ListQuery(_database, state, fitted).ReadAsync(page, token),
                    cancellationToken
                ),
            cancellationToken
        );
    }

    /// <inheritdoc />
    public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        UseAsync(() => ListQuery.FindAsync(_database, id, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<UsageTagKey>> GetTagKeysAsync(
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default
    ) =>
        UseAsync<IReadOnlyList<UsageTagKey>>(
            async () =>
            {
                var period = new UsageFilter { From = from, To = to }.Fit();
                var first = period.From is { } start ? UnixMicroseconds.AtOrAfter(start) : 0;
                var next = period.To is { } end ? UnixMicroseconds.AtOrAfter(end) : long.MaxValue;
                return await _database
                    .ReadAsync(
                        $"SELECT DISTINCT toString(arrayJoin(mapKeys(tags))) AS key FROM {_database.Tables.Records} FINAL WHERE created_at >= {first} AND created_at < {next} ORDER BY key",
                        static reader => new UsageTagKey(reader.GetString(0)),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            },
            cancellationToken
        );

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _migrator.Dispose();
        _database.Dispose();
    }

    /// <summary>
    /// Uses the tables, and repeats it once when they turn out to be missing: dropped, or in a database that was created
    /// again.
    /// </summary>
    private async Task<T> UseAsync<T>(Func<Task<T>> use, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _migrator.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await use().ConfigureAwait(false);
        }
        catch (ClickHouseTablesMissingException error)
        {
            _migrator.Forget();
            _marks.Forget();
            _states.Forget();
            await _migrator.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
            var result = await use().ConfigureAwait(false);
            Log.TablesChanged(_services.Logger, error);
            return result;
        }
    }
}
