using Microsoft.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>Runs work in a transaction on a context's connection, and says of errors what they mean.</summary>
internal sealed class UsageDatabase(UsageDialect dialect, Func<UsageContextLease> open, SchemaGate schema, TimeProvider time)
{
    private const int Tries = 8;

    private UsageTables? _tables;

    public UsageDialect Dialect => dialect;

    public Task<T> ReadAsync<T>(Func<UsageSession, Task<T>> work, CancellationToken ct) => RunAsync(work, write: false, ct);

    /// <summary>Runs work that writes, once more from the start when another transaction was in its way (L2).</summary>
    public async Task<T> WriteAsync<T>(Func<UsageSession, Task<T>> work, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunAsync(work, write: true, ct).ConfigureAwait(false);
            }
            catch (Exception error) when (attempt < Tries && dialect.Classify(error) == UsageDatabaseError.Conflict)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 << attempt)), time, ct).ConfigureAwait(false);
            }
        }
    }

    private async Task<T> RunAsync<T>(Func<UsageSession, Task<T>> work, bool write, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await schema.EnsureReadyAsync(ct).ConfigureAwait(false);
        try
        {
            var lease = open();
            await using (lease.ConfigureAwait(false))
            {
                await lease.Context.Database.OpenConnectionAsync(ct).ConfigureAwait(false);
                var connection = lease.Context.Database.GetDbConnection();
                _tables ??= UsageTables.Of(lease.Context);
                var transaction = await (write ? dialect.BeginWriteAsync(connection, ct) : dialect.BeginReadAsync(connection, ct)).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var result = await work(new UsageSession(connection, transaction, _tables, dialect, ct)).ConfigureAwait(false);
                    await transaction.CommitAsync(ct).ConfigureAwait(false);
                    return result;
                }
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            switch (dialect.Classify(error))
            {
                case UsageDatabaseError.Data:
                    throw new UsageDataException("The database refused a usage record for its data.", error);
                case UsageDatabaseError.Schema:
                    throw new InvalidOperationException(schema.Advice, error);
                default:
                    throw;
            }
        }
    }
}
