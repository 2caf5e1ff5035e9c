using Microsoft.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>EF Core guards migrations of SQLite by a row in <c>__EFMigrationsLock</c>, which a process killed in the middle leaves behind for ever.</summary>
internal static class SqliteMigrationLock
{
    /// <summary>Removes a lock older than two minutes, many times what these migrations take.</summary>
    public static async Task ReleaseStaleAsync(DbContext context, CancellationToken ct)
    {
        var locked = await context.Database
            .SqlQueryRaw<int>("SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'")
            .SingleAsync(ct)
            .ConfigureAwait(false);
        if (locked > 0)
        {
            await context.Database
                .ExecuteSqlRawAsync("DELETE FROM __EFMigrationsLock WHERE julianday('now') - julianday(Timestamp) > 2.0 / 1440", ct)
                .ConfigureAwait(false);
        }
    }
}
