namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Deletes texts that no record has any longer, and lets every writer forget their ids: writers remember the
/// ids of texts they stored.</summary>
internal static class SharedTexts
{
    /// <summary>Deletes those of some texts that no record has.</summary>
    /// <remarks>Holds off writers: one that knew a text could otherwise store a record of it in between.</remarks>
    public static async Task<int> DeleteUnusedAsync(UsageSession session, IEnumerable<long> ids)
    {
        await session.Dialect.LockRollupsAsync(session, exclusive: true).ConfigureAwait(false);
        var sql = session.Sql();
        sql.Add(
            $"DELETE FROM {session.Tables.Texts} WHERE {session.Dialect.IsOneOf(sql, "id", [.. ids])} "
                + $"AND NOT EXISTS (SELECT 1 FROM {session.Tables.Records} r WHERE r.text_id = {session.Tables.Texts}.id)"
        );
        var deleted = await session.ExecuteAsync(sql).ConfigureAwait(false);
        if (deleted > 0)
            await StampAsync(session).ConfigureAwait(false);
        return deleted;
    }

    /// <summary>Marks ids of texts as no longer to be relied on: every batch reads the stamp, and a writer that
    /// remembers another one forgets its ids.</summary>
    public static Task<int> StampAsync(UsageSession session) =>
        session.WriteSettingAsync(UsageSetting.TextsStamp, Guid.CreateVersion7().ToString("N"));
}
