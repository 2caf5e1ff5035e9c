using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GigaChat.Usage;

/// <summary>Applies the migrations that are missing, all of them or none, in one transaction that holds SQLite's write lock.</summary>
/// <remarks>
/// Not <c>MigrateAsync</c>: its lock on SQLite is a row in a table, and a process that dies in the middle leaves it there, after which every other
/// one waits without end.
/// </remarks>
internal static class SqliteMigration
{
    public static async Task RunAsync(UsageDbContext context, CancellationToken ct)
    {
        if (!await IsPendingAsync(context, ct).ConfigureAwait(false))
            return;
        var transaction = await context.Database.BeginTransactionAsync(ct).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            // Another process may have been first while this one waited for the lock.
            if (await IsPendingAsync(context, ct).ConfigureAwait(false))
            {
                var applied = await context.Database.GetAppliedMigrationsAsync(ct).ConfigureAwait(false);
                var script = context.GetService<IMigrator>().GenerateScript(applied.LastOrDefault(), options: MigrationsSqlGenerationOptions.NoTransactions);
                await context.Database.ExecuteSqlRawAsync(script, ct).ConfigureAwait(false);
            }

            await transaction.CommitAsync(ct).ConfigureAwait(false);
        }
    }

    private static async Task<bool> IsPendingAsync(UsageDbContext context, CancellationToken ct) =>
        (await context.Database.GetPendingMigrationsAsync(ct).ConfigureAwait(false)).Any();
}
