using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// Applies the migrations of a provider's package, all that are missing or none, in one transaction that blocks every
/// writer.
/// </summary>
/// <remarks>
/// Not <c>MigrateAsync</c>: it commits each migration separately, so that records could be written between the creation
/// of rollups and their first sums; and its lock on SQLite is a row in a table, which a process that dies in the middle
/// leaves there permanently.
/// </remarks>
internal sealed class UsageMigrator(UsageDatabase database, bool onFirstUse, StoreServices services) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile bool _ready = !onFirstUse;

    public Task EnsureReadyAsync(CancellationToken cancellationToken) =>
        _ready ? Task.CompletedTask : MigrateAsync(cancellationToken);

    /// <summary>Forces the next use to check the tables again, because they have changed.</summary>
    public void Forget() => _ready = !onFirstUse;

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // First without a lock: an application that starts need not wait for one that writes.
            if (await database.ReadAsync(IsPendingAsync, cancellationToken).ConfigureAwait(false))
                await database.WriteAsync(ApplyAsync, cancellationToken).ConfigureAwait(false);
            _ready = true;
        }
        finally
        {
            _one.Release();
        }
    }

    public string GetScript(string? fromMigration)
    {
        using var context = database.Open();
        if (
            fromMigration is not null
            && context.GetService<IMigrationsAssembly>().FindMigrationId(fromMigration) is null
        )
        {
            throw new ArgumentException(
                $"There is no migration '{fromMigration}'; it must be one of {string.Join(", ", context.Database.GetMigrations())}, or null for an empty database.",
                nameof(fromMigration)
            );
        }

        var script = context.GetService<IMigrator>().GenerateScript(fromMigration);
        return context.Schema is { } schema
            ? $"SET {database.Dialect.UseSchema(schema)};{Environment.NewLine}{script}"
            : script;
    }

    public static async Task<UsageStoreSchemaState> StateAsync(UsageSession session, TimeZoneInfo zone)
    {
        var history = await ReadHistoryAsync(session).ConfigureAwait(false);
        if (history.Applied.Count == 0 && !await ExistsAsync(session, session.Tables.Records).ConfigureAwait(false))
            return UsageStoreSchemaState.Missing;
        if (history.Applied.Count > 0 && history.IsBehind)
            return UsageStoreSchemaState.Older;
        if (history.Newer is not null)
            return UsageStoreSchemaState.Newer;
        var kept = (await RollupState.ReadAsync(session).ConfigureAwait(false)).Zone;
        return kept is null || kept.Id == zone.Id || kept.HasSameRules(zone)
            ? UsageStoreSchemaState.Current
            : UsageStoreSchemaState.OtherTimeZone;
    }

    public void Dispose() => _one.Dispose();

    private async Task<bool> IsPendingAsync(UsageSession session)
    {
        var history = await ReadHistoryAsync(session).ConfigureAwait(false);
        if (history.Newer is { } newer)
            Log.NewerSchema(services.Logger, newer);
        return history.IsBehind;
    }

    private async Task<bool> ApplyAsync(UsageSession session)
    {
        await session.Dialect.LockRollupsAsync(session, exclusive: true).ConfigureAwait(false);
        var history = await ReadHistoryAsync(session).ConfigureAwait(false);

        // Another process may have migrated while this one waited for the lock.
        if (!history.IsBehind)
            return false;
        if (session.Context.Schema is { } schema)
            await session.ExecuteAsync($"SET LOCAL {session.Dialect.UseSchema(schema)}").ConfigureAwait(false);
        var script = session
            .Context.GetService<IMigrator>()
            .GenerateScript(
                history.Applied.LastOrDefault(history.Known.Contains),
                options: MigrationsSqlGenerationOptions.NoTransactions
            );
        await session.ExecuteScriptAsync(script).ConfigureAwait(false);

        // In an empty database the first writer sets the time zone of rollups: the deploying process may not have it.
        var any = session.Sql().Add($"SELECT EXISTS (SELECT 1 FROM {session.Tables.Records})");
        if ((await session.ReadAsync(any, reader => reader.GetBoolean(0)).ConfigureAwait(false))[0])
            await RollupMaintenance
                .BuildIfMissingAsync(session, services.TimeZone, services.NewTagNames())
                .ConfigureAwait(false);
        Log.Migrated(services.Logger, history.Known[^1]);
        return true;
    }

    private static async Task<History> ReadHistoryAsync(UsageSession session) =>
        new([.. session.Context.Database.GetMigrations()], await AppliedAsync(session).ConfigureAwait(false));

    /// <summary>
    /// Gets the applied migrations. Not by EF Core's own method: on PostgreSQL it queries a table that may be missing,
    /// and the error would abort this transaction.
    /// </summary>
    private static async Task<List<string>> AppliedAsync(UsageSession session)
    {
        if (!await ExistsAsync(session, session.Tables.History).ConfigureAwait(false))
            return [];
        var sql = session.Sql().Add($"SELECT \"MigrationId\" FROM {session.Tables.History} ORDER BY 1");
        return await session.ReadAsync(sql, reader => reader.GetString(0)).ConfigureAwait(false);
    }

    private static async Task<bool> ExistsAsync(UsageSession session, SqlText table)
    {
        var sql = session.Sql();
        return (
            await session
                .ReadAsync(sql.Add($"SELECT {session.Dialect.TableExists(sql, table)}"), reader => reader.GetBoolean(0))
                .ConfigureAwait(false)
        )[0];
    }

    /// <param name="Known">The migrations of the package.</param>
    /// <param name="Applied">Those that the database has.</param>
    private sealed record History(List<string> Known, List<string> Applied)
    {
        public bool IsBehind => Known.Except(Applied, StringComparer.Ordinal).Any();

        /// <summary>The last migration that the package does not know; null when there is none.</summary>
        public string? Newer => Applied.Except(Known, StringComparer.Ordinal).LastOrDefault();
    }
}
