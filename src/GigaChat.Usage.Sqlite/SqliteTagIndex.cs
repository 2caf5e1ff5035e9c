using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GigaChat.Usage.Sqlite;

/// <summary>
/// The index of records by tag, updated by triggers and in the order of pages: a record without tags has no row in it.
/// </summary>
internal static class SqliteTagIndex
{
    private const string Name = "gigachat_usage_tags";

    public static readonly SqlText Table = SqlText.Name(Name);

    private const string Insert =
        $"INSERT INTO {Name} (tag_key, tag_value, created_at, id) SELECT j.key, j.value, new.created_at, new.id FROM json_each(new.tags) j;";

    private const string Delete =
        $"DELETE FROM {Name} WHERE (tag_key, tag_value, created_at, id) IN (SELECT j.key, j.value, old.created_at, old.id FROM json_each(old.tags) j);";

    public static void Create(MigrationBuilder migration)
    {
        migration.Sql(
            $"CREATE TABLE {Name} (tag_key TEXT NOT NULL, tag_value TEXT NOT NULL, created_at INTEGER NOT NULL, id BLOB NOT NULL, PRIMARY KEY (tag_key, tag_value, created_at, id)) WITHOUT ROWID;"
        );
        migration.Sql(
            $"CREATE TRIGGER {Name}_insert AFTER INSERT ON {UsageTables.RecordsName} WHEN new.tags IS NOT NULL BEGIN {Insert} END;"
        );
        migration.Sql(
            $"CREATE TRIGGER {Name}_delete AFTER DELETE ON {UsageTables.RecordsName} WHEN old.tags IS NOT NULL BEGIN {Delete} END;"
        );
        migration.Sql(
            $"CREATE TRIGGER {Name}_update AFTER UPDATE OF tags ON {UsageTables.RecordsName} WHEN new.tags IS NOT old.tags BEGIN {Delete} {Insert} END;"
        );
    }

    /// <summary>
    /// Gets <c>true</c> if the database has the index, which an application's context may omit; otherwise,
    /// <c>false</c>.
    /// </summary>
    public static async Task<bool> ExistsAsync(UsageSession session)
    {
        var sql = session.Sql();
        sql.Add($"SELECT {session.Dialect.TableExists(sql, Table)}");
        return (await session.ReadAsync(sql, reader => reader.GetBoolean(0)).ConfigureAwait(false))[0];
    }

    public static void Drop(MigrationBuilder migration)
    {
        foreach (var trigger in (string[])["insert", "delete", "update"])
            migration.Sql($"DROP TRIGGER {Name}_{trigger};");
        migration.Sql($"DROP TABLE {Name};");
    }
}
