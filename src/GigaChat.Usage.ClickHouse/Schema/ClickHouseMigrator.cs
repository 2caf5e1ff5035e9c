using System.Globalization;

namespace GigaChat.Usage.ClickHouse;

/// <summary>Creates and upgrades the tables. Each statement can be repeated, so that several processes may do it at once,
/// and an upgrade that was cut is finished by the next.</summary>
internal sealed class ClickHouseMigrator(ClickHouseDatabase database, bool onFirstUse, ClickHouseServices services)
    : IDisposable
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
            var version = await ReadVersionAsync(cancellationToken).ConfigureAwait(false);
            if (version > ClickHouseSchema.Version)
                Log.NewerSchema(services.Logger, version);
            if (version < ClickHouseSchema.Version)
            {
                foreach (var statement in ClickHouseSchema.Upgrade(database.Tables, version))
                    await database.MaintainAsync(statement, cancellationToken).ConfigureAwait(false);
                await database
                    .ExecuteAsync(ClickHouseSchema.SetVersion(database.Tables), cancellationToken)
                    .ConfigureAwait(false);
                Log.Migrated(services.Logger, ClickHouseSchema.Version);
            }

            _ready = true;
        }
        finally
        {
            _one.Release();
        }
    }

    public string GetScript(int fromVersion)
    {
        if (fromVersion is < 0 or > ClickHouseSchema.Version)
            throw new ArgumentOutOfRangeException(
                nameof(fromVersion),
                fromVersion,
                $"The version of the tables is {fromVersion}; it must be 0, for an empty database, to {ClickHouseSchema.Version}."
            );
        if (fromVersion == ClickHouseSchema.Version)
            return "";
        return string.Concat(
            ClickHouseSchema
                .Upgrade(database.Tables, fromVersion)
                .Append(ClickHouseSchema.SetVersion(database.Tables))
                .Select(statement => $"{statement};\n\n")
        );
    }

    public async Task<UsageStoreSchemaState> StateAsync(SealStates states, CancellationToken cancellationToken)
    {
        switch (await ReadVersionAsync(cancellationToken).ConfigureAwait(false))
        {
            case 0:
                return UsageStoreSchemaState.Missing;
            case < ClickHouseSchema.Version:
                return UsageStoreSchemaState.Older;
            case > ClickHouseSchema.Version:
                return UsageStoreSchemaState.Newer;
        }

        var state = await states.ReadAsync(cancellationToken).ConfigureAwait(false);
        return
            state.StoredZone is null
            || state.StoredZone == services.TimeZone.Id
            || state.Zone?.HasSameRules(services.TimeZone) == true
            ? UsageStoreSchemaState.Current
            : UsageStoreSchemaState.OtherTimeZone;
    }

    public void Dispose() => _one.Dispose();

    /// <summary>Gets the version of the tables; 0 when there are none.</summary>
    private async Task<int> ReadVersionAsync(CancellationToken cancellationToken)
    {
        var tables = await database
            .ReadAsync(
                $"SELECT name FROM system.tables WHERE database = currentDatabase() AND name = {SqlText.Of(database.Tables.State)}",
                static reader => reader.GetString(0),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (tables.Count == 0)
            return 0;
        var versions = await database
            .ReadAsync(
                $"SELECT value FROM {database.Tables.State} FINAL WHERE kind = {(int)StateKind.Setting} AND name = {SqlText.Of(ClickHouseSetting.Version)}",
                static reader => reader.GetString(0),
                cancellationToken
            )
            .ConfigureAwait(false);
        return versions.Count == 0 ? 0 : int.Parse(versions[0], CultureInfo.InvariantCulture);
    }
}
