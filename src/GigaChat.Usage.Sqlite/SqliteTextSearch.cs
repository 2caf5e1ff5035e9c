using System.Text;

namespace GigaChat.Usage;

/// <summary>Finds texts by the full-text index of their trigrams, where the database has it and the text is long enough; else by reading all texts.</summary>
internal static class SqliteTextSearch
{
    /// <summary>More trigrams would narrow the answer little further and cost a list each.</summary>
    private const int MaxTrigrams = 12;

    public static async Task<UsageSql> BuildAsync(UsageSession session, string folded, int limit)
    {
        var sql = session.Sql();
        var match = Trigrams(folded);
        if (match.Length > 0 && await HasIndexAsync(session).ConfigureAwait(false))
        {
            sql.Add($"SELECT t.id FROM {SqliteTextIndex.Name} f CROSS JOIN {session.Tables.Texts} t ON t.id = f.rowid");
            sql.Add($" WHERE f.{SqliteTextIndex.Name} MATCH {sql.Value(match)} AND {session.Dialect.Contains(sql, "t.folded", folded)}");
        }
        else
        {
            sql.Add($"SELECT t.id FROM {session.Tables.Texts} t WHERE {session.Dialect.Contains(sql, "t.folded", folded)}");
        }

        return sql.Add($" LIMIT {sql.Value(limit)}");
    }

    /// <summary>The trigrams that a text consists of, side by side and the last one, as a query that asks for all of them; empty for a text of less than three characters.</summary>
    internal static string Trigrams(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        var trigrams = new List<string>();
        for (var i = runes.Length - 3; i > -3 && runes.Length >= 3; i -= 3)
        {
            var first = Math.Max(i, 0);
            trigrams.Add($"\"{Quote(runes[first])}{Quote(runes[first + 1])}{Quote(runes[first + 2])}\"");
        }

        return string.Join(" AND ", trigrams.Distinct(StringComparer.Ordinal).Take(MaxTrigrams));
    }

    private static string Quote(Rune rune) => rune.Value == '"' ? "\"\"" : rune.ToString();

    private static async Task<bool> HasIndexAsync(UsageSession session)
    {
        var sql = session.Sql();
        sql.Add($"SELECT {session.Dialect.TableExists(sql, SqliteTextIndex.Name)}");
        return (await session.ReadAsync(sql, reader => reader.GetBoolean(0)).ConfigureAwait(false))[0];
    }
}
