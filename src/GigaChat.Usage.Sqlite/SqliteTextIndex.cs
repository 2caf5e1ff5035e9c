using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GigaChat.Usage.Sqlite;

/// <summary>
/// The full-text index of texts by trigram, updated by triggers: a search looks up a text's trigrams instead of reading
/// every text.
/// </summary>
/// <remarks>
/// It contains no copy of the texts and no positions (detail=none): a search compares the found texts itself.
/// </remarks>
internal static class SqliteTextIndex
{
    private const string Name = "gigachat_usage_texts_fts";

    public static readonly SqlText Table = SqlText.Name(Name);

    public static void Create(MigrationBuilder migration)
    {
        migration.Sql(
            $"CREATE VIRTUAL TABLE {Name} USING fts5(folded, content='', contentless_delete=1, detail=none, tokenize='trigram case_sensitive 1');"
        );
        migration.Sql(
            $"CREATE TRIGGER {Name}_insert AFTER INSERT ON {UsageTables.TextsName} BEGIN INSERT INTO {Name} (rowid, folded) VALUES (new.id, new.folded); END;"
        );
        migration.Sql(
            $"CREATE TRIGGER {Name}_delete AFTER DELETE ON {UsageTables.TextsName} BEGIN DELETE FROM {Name} WHERE rowid = old.id; END;"
        );
    }

    /// <summary>
    /// Rewrites the index as one segment: trigrams of a deleted text stay in a segment until it is merged with others.
    /// </summary>
    public static async Task ScrubAsync(UsageSession session)
    {
        if (await ExistsAsync(session).ConfigureAwait(false))
            await session.ExecuteAsync($"INSERT INTO {Table} ({Table}) VALUES ('optimize')").ConfigureAwait(false);
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

    public static void Drop(MigrationBuilder migration) => migration.Sql($"DROP TABLE {Name};");
}
