namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Deletes texts that no record has any longer, and makes every writer drop its cached text ids.</summary>
internal static class SharedTexts
{
    /// <summary>Deletes those of some texts that no record has.</summary>
    /// <remarks>Blocks writers: one that has cached a text could otherwise store a record of it in between.</remarks>
    public static async Task<int> DeleteUnusedAsync(UsageSession session, IEnumerable<long> ids)
    {
        await session.Dialect.LockRollupsAsync(session, exclusive: true).ConfigureAwait(false);
        var sql = session.Sql();
        sql.Add(
            $"DELETE FROM {session.Tables.Texts} WHERE {session.Dialect.IsOneOf(sql, $"id", [.. ids])} "
                + $"AND NOT EXISTS (SELECT 1 FROM {session.Tables.Records} r WHERE r.text_id = {session.Tables.Texts}.id)"
        );
        var deleted = await session.ExecuteAsync(sql).ConfigureAwait(false);
        if (deleted > 0)
            await StampAsync(session).ConfigureAwait(false);
        return deleted;
    }

    /// <summary>
    /// Invalidates cached text ids: every batch reads the stamp, and a writer with another one drops its cache.
    /// </summary>
    public static Task<int> StampAsync(UsageSession session) =>
        session.WriteSettingAsync(UsageSetting.TextsStamp, Guid.CreateVersion7().ToString("N"));
}
