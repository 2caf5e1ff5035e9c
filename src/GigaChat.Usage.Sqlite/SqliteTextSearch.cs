namespace GigaChat.Usage;

/// <summary>Finds texts by the full-text index of their trigrams, where the database has it and the text is long enough; else by reading all texts.</summary>
internal static class SqliteTextSearch
{
    /// <summary>After how many texts that have a trigram it is seen how far apart they lie.</summary>
    private const int Sample = 200;

    public static async Task<UsageSql> BuildAsync(UsageSession session, string folded, int limit)
    {
        var sql = session.Sql();
        var match = await HasIndexAsync(session).ConfigureAwait(false) ? await MatchAsync(session, folded).ConfigureAwait(false) : "";
        if (match.Length > 0)
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

    /// <summary>The two trigrams that seem to be the rarest: the index goes through the list of each that it is asked for, and most texts may have the others.</summary>
    private static async Task<string> MatchAsync(UsageSession session, string folded)
    {
        var trigrams = new List<(string Match, long Seen)>();
        foreach (var trigram in Trigrams.Of(folded))
        {
            var match = $"\"{trigram.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            var sql = session.Sql();
            sql.Add($"SELECT rowid FROM {SqliteTextIndex.Name} WHERE {SqliteTextIndex.Name} MATCH {sql.Value(match)} ORDER BY rowid LIMIT 1 OFFSET {Sample}");
            var last = await session.ReadAsync(sql, reader => reader.GetInt64(0)).ConfigureAwait(false);
            trigrams.Add((match, last.Count == 0 ? long.MaxValue : last[0]));
        }

        return string.Join(" AND ", trigrams.OrderByDescending(trigram => trigram.Seen).Take(2).Select(trigram => trigram.Match));
    }

    private static async Task<bool> HasIndexAsync(UsageSession session)
    {
        var sql = session.Sql();
        sql.Add($"SELECT {session.Dialect.TableExists(sql, SqliteTextIndex.Name)}");
        return (await session.ReadAsync(sql, reader => reader.GetBoolean(0)).ConfigureAwait(false))[0];
    }
}
