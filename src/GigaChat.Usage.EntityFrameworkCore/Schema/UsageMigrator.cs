using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage;

/// <summary>Applies the migrations that a provider's package ships.</summary>
internal sealed class UsageMigrator(UsageDialect dialect, Func<UsageDbContext> open, ILogger logger)
{
    /// <summary>The table that remembers which migrations were applied, apart from the application's own.</summary>
    public const string HistoryTable = "__gigachat_usage_migrations";

    public async Task MigrateAsync(CancellationToken ct)
    {
        var context = open();
        await using (context.ConfigureAwait(false))
        {
            await dialect.PrepareAsync(context, ct).ConfigureAwait(false);
            var applied = await context.Database.GetAppliedMigrationsAsync(ct).ConfigureAwait(false);
            var known = context.Database.GetMigrations().ToList();
            if (applied.Except(known, StringComparer.Ordinal).LastOrDefault() is { } newer)
                Log.NewerSchema(logger, newer);
            if (!known.Except(applied, StringComparer.Ordinal).Any())
                return;
            await dialect.MigrateAsync(context, ct).ConfigureAwait(false);
            Log.Migrated(logger, known[^1]);
        }
    }
}
