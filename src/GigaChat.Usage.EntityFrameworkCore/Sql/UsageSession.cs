using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// One transaction on an open connection, and the context of its statements, such as whether an earlier try met the
/// writes of another transaction. The opening statements are sent with the first statement, since a separate one would
/// cost another round trip.
/// </summary>
internal sealed record UsageSession(
    UsageDbContext Context,
    DbTransaction Transaction,
    UsageTables Tables,
    UsageDialect Dialect,
    SqlText Opening,
    bool AfterConflict,
    CancellationToken Ct
)
{
    private bool _isOpened;

    public DbConnection Connection { get; } = Context.Database.GetDbConnection();

    public UsageSql Sql() => new(Dialect);

    public async Task<List<T>> ReadAsync<T>(UsageSql sql, Func<DbDataReader, T> read)
    {
        var rows = new List<T>();
        await ReadAsync(sql, reader => rows.Add(read(reader))).ConfigureAwait(false);
        return rows;
    }

    public async Task ReadAsync(UsageSql sql, Action<DbDataReader> read)
    {
        var command = Command(sql);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(Ct).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(Ct).ConfigureAwait(false))
                    read(reader);
            }
        }
    }

    public async Task<int> ExecuteAsync(UsageSql sql)
    {
        var command = Command(sql);
        await using (command.ConfigureAwait(false))
            return await command.ExecuteNonQueryAsync(Ct).ConfigureAwait(false);
    }

    public Task<int> ExecuteAsync(SqlText sql) => ExecuteAsync(Sql().Append(sql));

    /// <summary>Executes statements that EF Core or a migration has written.</summary>
    public Task<int> ExecuteScriptAsync(string script) => ExecuteAsync(SqlText.Script(script));

    public async Task<string?> ReadSettingAsync(string name)
    {
        var sql = Sql();
        var values = await ReadAsync(sql.Add($"SELECT value FROM {Tables.Settings} WHERE name = {name}"), reader =>
                reader.GetString(0)
            )
            .ConfigureAwait(false);
        return values.Count == 0 ? null : values[0];
    }

    public Task<int> WriteSettingAsync(string name, string value)
    {
        var sql = Sql();
        sql.Add(
            $"INSERT INTO {Tables.Settings} (name, value) VALUES ({name}, {value}) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        );
        return ExecuteAsync(sql);
    }

    /// <summary>
    /// Reads the time of the database's clock, in microseconds since 1970, with a resolution of a second or better.
    /// </summary>
    public async Task<long> ReadClockAsync() =>
        (await ReadAsync(Sql().Add($"SELECT {Dialect.Clock}"), reader => reader.GetInt64(0)).ConfigureAwait(false))[0];

    private DbCommand Command(UsageSql sql)
    {
        var command = sql.ToCommand(Connection, Transaction);
        if (!_isOpened)
            command.CommandText = $"{Opening}{command.CommandText}";
        _isOpened = true;
        return command;
    }
}
