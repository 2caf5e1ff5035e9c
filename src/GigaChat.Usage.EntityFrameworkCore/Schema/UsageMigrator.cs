using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Applies the migrations that a provider's package ships, all that are missing or none, in one transaction
/// that holds off every writer.</summary>
/// <remarks>
/// Not <c>MigrateAsync</c>: it commits each migration by itself, so that records could be written between the making of
/// rollups and their first sums;
/// and its lock on SQLite is a row in a table, which a process that dies in the middle leaves there for ever.
/// </remarks>
internal sealed class UsageMigrator(UsageDatabase database, bool onFirstUse, StoreServices services) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile bool _ready = !onFirstUse;

    public Task EnsureReadyAsync(CancellationToken cancellationToken) =>
        _ready ? Task.CompletedTask : MigrateAsync(cancellationToken);

    /// <summary>Lets the next use look at the tables again, which are others now.</summary>
    public void Forget() => _ready = !onFirstUse;

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Looked at first without a lock: an application that starts need not wait for one that writes.
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

        // Another process may have been first while this one waited for the lock.
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
        await session.ExecuteAsync(script).ConfigureAwait(false);

        // In an empty database the first writer decides the time zone of rollups: whoever deploys may not know it.
        var any = session.Sql().Add($"SELECT EXISTS (SELECT 1 FROM {session.Tables.Records})");
        if ((await session.ReadAsync(any, reader => reader.GetBoolean(0)).ConfigureAwait(false))[0])
            await RollupMaintenance.BuildIfMissingAsync(session, services.TimeZone).ConfigureAwait(false);
        Log.Migrated(services.Logger, history.Known[^1]);
        return true;
    }

    private static async Task<History> ReadHistoryAsync(UsageSession session) =>
        new([.. session.Context.Database.GetMigrations()], await AppliedAsync(session).ConfigureAwait(false));

    /// <summary>Not EF Core's own question: on PostgreSQL it asks a table that may be missing, and the error would end
    /// this transaction.</summary>
    private static async Task<List<string>> AppliedAsync(UsageSession session)
    {
        if (!await ExistsAsync(session, session.Tables.History).ConfigureAwait(false))
            return [];
        var sql = session.Sql().Add($"SELECT \"MigrationId\" FROM {session.Tables.History} ORDER BY 1");
        return await session.ReadAsync(sql, reader => reader.GetString(0)).ConfigureAwait(false);
    }

    private static async Task<bool> ExistsAsync(UsageSession session, string table)
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

        /// <summary>The last that the package does not know; null when there is none.</summary>
        public string? Newer => Applied.Except(Known, StringComparer.Ordinal).LastOrDefault();
    }
}
