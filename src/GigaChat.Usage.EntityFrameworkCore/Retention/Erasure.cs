namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Removes a user from the stored data and moves the usage to a random id.</summary>
internal static class Erasure
{
    private const int TextsPerStatement = 500;

    /// <returns>The number of the user's records.</returns>
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

        // The replacement is a new id, so no two rollups become one.
        var rollups = session.Sql();
        rollups.Add(
            $"UPDATE {session.Tables.Rollups} SET user_id = {rollups.Value(replacement)}, name_stamp = '' WHERE user_id = {rollups.Value(userId)}"
        );
        await session.ExecuteAsync(rollups).ConfigureAwait(false);

        await AlertRows.EraseAsync(session, userId).ConfigureAwait(false);
        foreach (var some in texts.Chunk(TextsPerStatement))
            await SharedTexts.DeleteUnusedAsync(session, some).ConfigureAwait(false);
        if (texts.Count > 0)
            await session.Dialect.ScrubIndexesAsync(session).ConfigureAwait(false);
        return count;
    }
}
