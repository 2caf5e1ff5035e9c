using GigaChat.Usage.EntityFrameworkCore;

namespace GigaChat.Usage.Sqlite;

/// <summary>
/// Finds texts by the full-text index of their trigrams, where the database has it and the text is long enough;
/// otherwise by reading all texts.
/// </summary>
internal static class SqliteTextSearch
{
    public static async Task<UsageSql> BuildAsync(
        UsageSession session,
        string folded,
        IReadOnlyList<string> trigrams,
        int limit
    )
    {
        var sql = session.Sql();
        if (trigrams.Count > 0 && await SqliteTextIndex.ExistsAsync(session).ConfigureAwait(false))
        {
            var match = string.Join(
                " AND ",
                trigrams.Select(static trigram => $"\"{trigram.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")
            );
            sql.Add(
                $"SELECT t.id FROM {SqliteTextIndex.Table} f CROSS JOIN {session.Tables.Texts} t ON t.id = f.rowid"
            );
            sql.Add(
                $" WHERE f.{SqliteTextIndex.Table} MATCH {match} AND {session.Dialect.Contains(sql, $"t.folded", folded)}"
            );
        }
        else
        {
            sql.Add(
                $"SELECT t.id FROM {session.Tables.Texts} t WHERE {session.Dialect.Contains(sql, $"t.folded", folded)}"
            );
        }

        return sql.Add($" LIMIT {limit}");
    }
}
