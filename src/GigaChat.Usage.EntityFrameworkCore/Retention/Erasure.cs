namespace GigaChat.Usage;

/// <summary>Takes a person out of what is stored, and leaves what they used to nobody in particular.</summary>
internal static class Erasure
{
    private const int TextsPerStatement = 500;

    /// <returns>How many records were theirs.</returns>
    public static async Task<int> EraseAsync(UsageSession session, string userId, string replacement)
    {
        await session.Dialect.LockRollupsAsync(session, exclusive: true).ConfigureAwait(false);
        var find = session.Sql();
        find.Add($"SELECT DISTINCT text_id FROM {session.Tables.Records} WHERE user_id = {find.Value(userId)} AND text_id IS NOT NULL");
        var texts = await session.ReadAsync(find, static reader => reader.GetInt64(0)).ConfigureAwait(false);

        var records = session.Sql();
        records.Add($"UPDATE {session.Tables.Records} SET user_id = {records.Value(replacement)}, user_name = NULL, topic = NULL, session_id = NULL, text_id = NULL WHERE user_id = {records.Value(userId)}");
        var count = await session.ExecuteAsync(records).ConfigureAwait(false);

        // The replacement is nobody's yet, so no two rollups become one.
        var rollups = session.Sql();
        rollups.Add($"UPDATE {session.Tables.Rollups} SET user_id = {rollups.Value(replacement)}, name_stamp = '' WHERE user_id = {rollups.Value(userId)}");
        await session.ExecuteAsync(rollups).ConfigureAwait(false);

        foreach (var some in texts.Chunk(TextsPerStatement))
            await EmptyAsync(session, some).ConfigureAwait(false);
        return count;
    }

    /// <summary>Empties the texts that nobody else's record has. Their rows stay until retention takes them: a writer may have remembered their ids.</summary>
    private static async Task EmptyAsync(UsageSession session, long[] texts)
    {
        var delete = session.Sql();
        delete.Add($"DELETE FROM {session.Tables.Texts} WHERE id IN ({string.Join(", ", texts.Select(id => delete.Value(id)))}) "
            + $"AND NOT EXISTS (SELECT 1 FROM {session.Tables.Records} r WHERE r.text_id = {session.Tables.Texts}.id) RETURNING id");
        var deleted = await session.ReadAsync(delete, static reader => reader.GetInt64(0)).ConfigureAwait(false);
        if (deleted.Count == 0)
            return;

        // Deleted and inserted instead of updated, because the index of SQLite follows those two.
        var insert = session.Sql();
        insert.Add($"INSERT INTO {session.Tables.Texts} (id, folded) VALUES {string.Join(", ", deleted.Select(id => $"({insert.Value(id)}, '')"))}");
        await session.ExecuteAsync(insert).ConfigureAwait(false);
    }
}
