namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Takes a person out of what is stored, and leaves what they used to nobody in particular.</summary>
internal static class Erasure
{
    private const int TextsPerStatement = 500;

    /// <returns>How many records were theirs.</returns>
    public static async Task<int> EraseAsync(UsageSession session, string userId, string replacement)
    {
        await session.Dialect.LockRollupsAsync(session, exclusive: true).ConfigureAwait(false);
        var find = session.Sql();
        find.Add(
            $"SELECT DISTINCT text_id FROM {session.Tables.Records} WHERE user_id = {find.Value(userId)} AND text_id IS NOT NULL"
        );
        var texts = await session.ReadAsync(find, static reader => reader.GetInt64(0)).ConfigureAwait(false);

        var records = session.Sql();
        records.Add(
            $"UPDATE {session.Tables.Records} SET user_id = {records.Value(replacement)}, user_name = NULL, topic = NULL, session_id = NULL, text_id = NULL WHERE user_id = {records.Value(userId)}"
        );
        var count = await session.ExecuteAsync(records).ConfigureAwait(false);

        // The replacement is nobody's yet, so no two rollups become one.
        var rollups = session.Sql();
        rollups.Add(
            $"UPDATE {session.Tables.Rollups} SET user_id = {rollups.Value(replacement)}, name_stamp = '' WHERE user_id = {rollups.Value(userId)}"
        );
        await session.ExecuteAsync(rollups).ConfigureAwait(false);

        foreach (var some in texts.Chunk(TextsPerStatement))
            await SharedTexts.DeleteUnusedAsync(session, some).ConfigureAwait(false);
        if (texts.Count > 0)
            await session.Dialect.ScrubIndexesAsync(session).ConfigureAwait(false);
        return count;
    }
}
