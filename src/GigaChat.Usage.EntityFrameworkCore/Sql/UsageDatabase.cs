using Microsoft.EntityFrameworkCore;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Runs work in a transaction on a context's connection, and explains its errors.</summary>
internal sealed class UsageDatabase(UsageDialect dialect, Func<UsageDbContext> open, TimeProvider time)
{
    private const int Tries = 8;

    private UsageTables? _tables;

    /// <summary>The callback for tables that are found to have changed.</summary>
    public Action? TablesChanged { get; set; }

    public UsageDialect Dialect => dialect;

    public UsageDbContext Open() => open();

    /// <summary>Closes the connections that the driver has pooled, as they may be dead.</summary>
    public void DropConnections()
    {
        using var context = open();
        dialect.ClosePool(context.Database.GetDbConnection());
    }

    /// <summary>Runs work that sees one state of the database.</summary>
    public Task<T> ReadAsync<T>(Func<UsageSession, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(work, write: false, dialect.ReadOpening, flush: default, afterConflict: false, cancellationToken);

    /// <summary>
    /// Runs work that writes, and repeats it once from the start after a conflict with another transaction (L2).
    /// </summary>
    public Task<T> WriteAsync<T>(Func<UsageSession, Task<T>> work, CancellationToken cancellationToken) =>
        WriteAsync(work, default, flush: default, cancellationToken);

    /// <summary>Runs work that writes data that may be lost in a crash of the server.</summary>
    public Task<T> WriteFleetingAsync<T>(Func<UsageSession, Task<T>> work, CancellationToken cancellationToken) =>
        WriteAsync(work, dialect.FleetingOpening, flush: default, cancellationToken);

    /// <summary>
    /// Runs work that writes data that must survive a crash of the server. Waits for the disk after the locks of the
    /// transaction are released, so that no other transaction waits for it.
    /// </summary>
    public Task<T> WriteThenFlushAsync<T>(Func<UsageSession, Task<T>> work, CancellationToken cancellationToken) =>
        WriteAsync(work, dialect.FleetingOpening, dialect.Flush, cancellationToken);

    private async Task<T> WriteAsync<T>(
        Func<UsageSession, Task<T>> work,
        SqlText opening,
        SqlText flush,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunAsync(work, write: true, opening, flush, afterConflict: attempt > 1, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception error) when (attempt < Tries && dialect.IsConflict(error))
            {
                await Task.Delay(
                        TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 << attempt)),
                        time,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            }
        }
    }

    /// <summary>Removes deleted data from the database's log.</summary>
    /// <returns><c>true</c> on success; <c>false</c> if a reader still uses the log.</returns>
    public async Task<bool> TryEmptyLogAsync(CancellationToken cancellationToken)
    {
        var context = open();
        await using (context.ConfigureAwait(false))
        {
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            return await dialect
                .TryEmptyLogAsync(context.Database.GetDbConnection(), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<T> RunAsync<T>(
        Func<UsageSession, Task<T>> work,
        bool write,
        SqlText opening,
        SqlText flush,
        bool afterConflict,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var context = open();
        await using (context.ConfigureAwait(false))
        {
            var connection = context.Database.GetDbConnection();
            try
            {
                await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                dialect.Verify(connection);
                _tables ??= UsageTables.Of(context);
                var transaction = await (
                    write
                        ? dialect.BeginWriteAsync(connection, cancellationToken)
                        : dialect.BeginReadAsync(connection, cancellationToken)
                ).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var result = await work(
                            new UsageSession(
                                context,
                                transaction,
                                _tables,
                                dialect,
                                opening,
                                afterConflict,
                                cancellationToken
                            )
                        )
                        .ConfigureAwait(false);
                    await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                    if (!flush.IsEmpty)
                        await context
                            .Database.ExecuteSqlRawAsync(flush.ToString(), cancellationToken)
                            .ConfigureAwait(false);

                    // A file that was moved away between the first check and the commit has taken the batch with it.
                    if (write)
                        dialect.Verify(connection);
                    return result;
                }
            }
            catch (Exception error) when (!error.IsCancellationBy(cancellationToken))
            {
                var explained = dialect.Explain(error, connection);
                if ((explained ?? error) is TablesChangedException)
                    TablesChanged?.Invoke();
                if (explained is not null)
                    throw explained;
                throw;
            }
        }
    }
}
