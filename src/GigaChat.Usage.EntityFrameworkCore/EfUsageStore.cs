using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage;

/// <summary>
/// Stores records and their rollups in a relational database; the package of each database derives its own store. One
/// instance serves an application and is safe for concurrent use.
/// </summary>
/// <remarks>
/// A batch and its additions to the rollups are one transaction; several processes may write to one database. Queries
/// of totals read rollups (hours of UTC, days in the report time zone) and, at the edges of a period, records: the
/// results are exact.
/// </remarks>
public abstract partial class EfUsageStore
    : IUsageStore,
        IUsageReader,
        IUsageStoreSchema,
        IUsageStoreMigrations,
        IUsageReplica,
        IUsageTagReader,
        IDbContextFactory<UsageDbContext>,
        IDisposable
{
    private readonly UsageDialect _dialect;
    private readonly DbContextOptions<UsageDbContext> _options;
    private readonly string? _schema;
    private readonly StoreServices _services;
    private readonly UsageDatabase _database;
    private readonly UsageMigrator _migrator;
    private readonly BatchWriter _writer;
    private UserTotals _users = new();

    private protected EfUsageStore(
        UsageDialect dialect,
        DbContextOptions<UsageDbContext> options,
        string? schema,
        bool migrateOnStart,
        StoreServices services
    )
    {
        _dialect = dialect;
        _options = options;
        _schema = schema;
        _services = services;
        _database = new UsageDatabase(dialect, CreateDbContext, services.Time);
        _migrator = new UsageMigrator(_database, migrateOnStart, services);
        _writer = new BatchWriter(_database, services);
        _database.TablesChanged = Forget;
    }

    internal TimeProvider Time => _services.Time;

    internal UsageDatabase Database => _database;

    internal ILogger Logger => _services.Logger;

    /// <summary>Creates a context for LINQ queries over the stored records. Dispose it after use.</summary>
    public UsageDbContext CreateDbContext() => new(_options, _schema);

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
        return ReadAsync(
            session => new AggregateQuery(session, fitted, grouping, _users).ReadAsync(),
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
        return ReadAsync(session => new ListQuery(session, fitted, page).ReadAsync(), cancellationToken);
    }

    /// <inheritdoc />
    public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        ReadAsync(session => ListQuery.FindAsync(session, id), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<UsageTagKey>> GetTagKeysAsync(
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default
    ) => ReadAsync(session => TagKeysQuery.ReadAsync(session, from, to), cancellationToken);

    /// <summary>Closes the pooled connections, which releases the database's files.</summary>
    public void Dispose()
    {
        _migrator.Dispose();
        using var context = CreateDbContext();
        _dialect.ClosePool(context.Database.GetDbConnection());
        GC.SuppressFinalize(this);
    }

    private Task<T> ReadAsync<T>(Func<UsageSession, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return UseAsync(() => _database.ReadAsync(work, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Uses the tables, and repeats it once when they turn out to have changed: recreated, restored, truncated, or in
    /// another file.
    /// </summary>
    private async Task<T> UseAsync<T>(Func<Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            await _migrator.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
            return await use().ConfigureAwait(false);
        }
        catch (TablesChangedException error)
        {
            await _migrator.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
            var result = await use().ConfigureAwait(false);
            Log.TablesChanged(_services.Logger, error);
            return result;
        }
    }

    private void Forget()
    {
        _migrator.Forget();
        _writer.Forget();
        _users = new UserTotals();
    }
}
