namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The state that a batch reads, in one statement, before it is written.</summary>
/// <param name="Rollups">The state of rollups.</param>
/// <param name="Stamp">The stamp of the texts' ids; null when there is none yet.</param>
/// <param name="IsPartitioned"><c>true</c> if the table of records has partitions, and so no key of the id alone;
/// otherwise, <c>false</c>.</param>
/// <param name="LastTextId">The id of a text that the writer has cached.</param>
/// <param name="LastText">The text that has this id now; null when there is none.</param>
internal sealed record WriterState(
    RollupState Rollups,
    string? Stamp,
    bool IsPartitioned,
    long? LastTextId = null,
    string? LastText = null
)
{
    private const string Text = "";
    private const string Partitions = "partitions";

    public static async Task<WriterState> ReadAsync(UsageSession session, long? lastTextId)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var sql = session.Sql().Add($"SELECT name, value FROM {session.Tables.Settings}");
        if (lastTextId is { } id)
            sql.Add($" UNION ALL SELECT {SqlText.Constant(Text)}, folded FROM {session.Tables.Texts} WHERE id = {id}");
        if (session.Dialect.SelectPartitions(sql, session.Tables.Records) is { } partitions)
            sql.Add($" UNION ALL SELECT {SqlText.Constant(Partitions)}, {partitions}");
        await session
            .ReadAsync(sql, reader => settings[reader.GetString(0)] = reader.GetString(1))
            .ConfigureAwait(false);
        return new WriterState(
            RollupState.Of(
                settings.GetValueOrDefault(UsageSetting.ReportTimeZone),
                settings.GetValueOrDefault(UsageSetting.RecordsFrom),
                settings.GetValueOrDefault(UsageSetting.Latency)
            ),
            settings.GetValueOrDefault(UsageSetting.TextsStamp),
            settings.ContainsKey(Partitions),
            lastTextId,
            settings.GetValueOrDefault(Text)
        );
    }
}
