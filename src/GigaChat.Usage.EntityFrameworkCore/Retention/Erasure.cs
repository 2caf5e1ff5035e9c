namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Removes a user from the stored data and moves the usage to a random id.</summary>
internal static class Erasure
{
    private const int TextsPerStatement = 500;

    /// <returns>The number of the user's records.</returns>
    public static async Task<int> EraseAsync(
        UsageSession session,
        string userId,
        string replacement,
        IEnumerable<string> personalTags
    )
    {
        await session.Dialect.LockRollupsAsync(session, exclusive: true).ConfigureAwait(false);
        foreach (var key in personalTags)
            await EraseTagAsync(session, userId, key, replacement).ConfigureAwait(false);
        var find = session.Sql();
        find.Add(
            $"SELECT DISTINCT text_id FROM {session.Tables.Records} WHERE user_id = {userId} AND text_id IS NOT NULL"
        );
        var texts = await session.ReadAsync(find, static reader => reader.GetInt64(0)).ConfigureAwait(false);

        var records = session.Sql();
        records.Add(
            $"UPDATE {session.Tables.Records} SET user_id = {replacement}, user_name = NULL, topic = NULL, session_id = NULL, text_id = NULL WHERE user_id = {userId}"
        );
        var count = await session.ExecuteAsync(records).ConfigureAwait(false);

        // The replacement is a new id, so no two rollups become one.
        var rollups = session.Sql();
        rollups.Add(
            $"UPDATE {session.Tables.Rollups} SET user_id = {replacement}, name_stamp = '' WHERE user_id = {userId}"
        );
        await session.ExecuteAsync(rollups).ConfigureAwait(false);

        await AlertRows.EraseAsync(session, userId).ConfigureAwait(false);
        foreach (var some in texts.Chunk(TextsPerStatement))
            await SharedTexts.DeleteUnusedAsync(session, some).ConfigureAwait(false);
        await SharedTexts.StampAsync(session).ConfigureAwait(false);
        if (texts.Count > 0)
            await session.Dialect.ScrubIndexesAsync(session).ConfigureAwait(false);
        return count;
    }

    /// <summary>
    /// Replaces the values that a tag has on the user's records, wherever they are stored: the rollups do not show
    /// which user a value is from.
    /// </summary>
    private static async Task EraseTagAsync(UsageSession session, string userId, string key, string replacement)
    {
        var find = session.Sql();
        find.Add(
            $"SELECT DISTINCT {session.Dialect.TagValueOf($"r.tags", find.Value(key))} FROM {session.Tables.Records} r WHERE r.user_id = {userId} AND r.tags IS NOT NULL"
        );
        var values = await session
            .ReadAsync(find, static reader => reader.IsDBNull(0) ? null : reader.GetString(0))
            .ConfigureAwait(false);
        var number = 0;
        foreach (var value in values.OfType<string>())
        {
            var other = number++ == 0 ? replacement : $"{replacement}-{number}";
            var records = session.Sql();
            var patch = session.Dialect.WithTags(records, $"tags", UsageTags.Of(key, other));
            records.Add($"UPDATE {session.Tables.Records} SET tags = {patch} WHERE ");
            records.Append(
                await session.Dialect.HasIndexedTagAsync(session, records, key, value).ConfigureAwait(false)
            );
            await session.ExecuteAsync(records).ConfigureAwait(false);

            // The replacement is a new value, so no two rollups become one.
            var rollups = session.Sql();
            rollups.Add(
                $"UPDATE {session.Tables.TagRollups} SET tag_value = {other} WHERE tag_key = {key} AND tag_value = {value}"
            );
            await session.ExecuteAsync(rollups).ConfigureAwait(false);
        }
    }
}
