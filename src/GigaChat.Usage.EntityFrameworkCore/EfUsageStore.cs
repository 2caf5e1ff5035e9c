using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace GigaChat.Usage;

/// <summary>Keeps records in a relational database through EF Core; each database's package has a store of its own.</summary>
public abstract partial class EfUsageStore : IUsageStore, IUsageReader, IDbContextFactory<UsageDbContext>, IDisposable
{
    private readonly DbContextOptions<UsageDbContext> _options;
    private readonly Lazy<RecordInsert> _insert;
    private readonly SemaphoreSlim _migrating = new(1, 1);
    private volatile bool _ready;

    private protected EfUsageStore(DbContextOptions<UsageDbContext> options, bool migrateOnStart)
    {
        _options = options;
        MigratesOnStart = migrateOnStart;
        _ready = !migrateOnStart;
        _insert = new Lazy<RecordInsert>(() =>
        {
            using var context = CreateDbContext();
            return new RecordInsert(context.Model);
        });
    }

    internal bool MigratesOnStart { get; }

    /// <summary>Opens a context for LINQ of your own over the stored records. Dispose it after use.</summary>
    public UsageDbContext CreateDbContext() => new(_options);

    /// <summary>Creates the tables or brings them up to date. Changes nothing when they are; safe when several processes call it at once.</summary>
    /// <param name="ct">Cancels it; the tables then stay as they were.</param>
    public async Task EnsureMigratedAsync(CancellationToken ct = default)
    {
        await _migrating.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var context = CreateDbContext();
            await using (context.ConfigureAwait(false))
                await MigrateAsync(context, ct).ConfigureAwait(false);
            _ready = true;
        }
        catch (Exception error)
        {
            if (Explain(error) is { } explained)
                throw explained;
            throw;
        }
        finally
        {
            _migrating.Release();
        }
    }

    /// <summary>The SQL that creates the tables of an empty database, for those who run their migrations by hand. Opens no connection.</summary>
    public string GetMigrationScript()
    {
        using var context = CreateDbContext();
        return context.GetService<IMigrator>().GenerateScript();
    }

    /// <inheritdoc />
    public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Count == 0 ? Task.CompletedTask : RunAsync(AppendAsync, ct);

        async Task<bool> AppendAsync(UsageDbContext context)
        {
            var transaction = await context.Database.BeginTransactionAsync(ct).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await _insert.Value.ExecuteAsync(transaction.GetDbTransaction(), batch, ct).ConfigureAwait(false);
                await transaction.CommitAsync(ct).ConfigureAwait(false);
            }

            return true;
        }
    }

    /// <summary>Closes the pooled connections, and with them the database's files.</summary>
    public void Dispose()
    {
        _migrating.Dispose();
        CloseConnections();
        GC.SuppressFinalize(this);
    }

    internal abstract void CloseConnections();

    /// <summary>Brings the tables up to date, whoever else does the same at the same time.</summary>
    internal abstract Task MigrateAsync(UsageDbContext context, CancellationToken ct);

    /// <summary>A clearer error than the driver's, or the one the contract asks for; null when the driver's will do.</summary>
    internal abstract Exception? Explain(Exception error);

    private async Task<T> RunAsync<T>(Func<UsageDbContext, Task<T>> work, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!_ready)
            await EnsureMigratedAsync(ct).ConfigureAwait(false);
        try
        {
            var context = CreateDbContext();
            await using (context.ConfigureAwait(false))
                return await work(context).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            if (Explain(error) is { } explained)
                throw explained;
            throw;
        }
    }
}
