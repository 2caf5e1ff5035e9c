using GigaChat.Usage.Storage;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The way to search: a text in few records is looked up; one in many records is soon found by reading the newest
/// records first.
/// </summary>
/// <param name="Folded">The text, folded.</param>
/// <param name="TextIds">The ids of all texts that contain it, when few records have them; null when many do.</param>
internal sealed record TextSearch(string Folded, long[]? TextIds)
{
    private const int FewTexts = 5_000;
    private const int FewRecords = 20_000;

    /// <summary>Plans the search of a filter, or the look-up of its topic: topics are found by their text too.</summary>
    public static async Task<TextSearch?> PlanAsync(UsageSession session, UsageFilter filter)
    {
        if ((filter.Search ?? filter.Topic) is not { } search)
            return null;
        var plan = await PlanAsync(session, search).ConfigureAwait(false);
        return filter.Search is null && plan.TextIds is null ? null : plan;
    }

    private static async Task<TextSearch> PlanAsync(UsageSession session, string search)
    {
        var folded = UsageFold.Fold(search);
        var sample = await TextSample.ReadAsync(session, folded).ConfigureAwait(false);
        if (sample.IsCommon)
            return new TextSearch(folded, null);
        var texts = await session
            .ReadAsync(
                await session
                    .Dialect.TextSearchAsync(session, folded, sample.RareTrigrams, FewTexts + 1)
                    .ConfigureAwait(false),
                reader => reader.GetInt64(0)
            )
            .ConfigureAwait(false);
        if (texts.Count > FewTexts)
            return new TextSearch(folded, null);

        var ids = texts.ToArray();
        var sql = session.Sql();
        sql.Add(
            $"SELECT COUNT(*) FROM (SELECT 1 FROM {session.Tables.Records} WHERE {session.Dialect.IsOneOf(sql, $"text_id", ids)} LIMIT {SqlText.Number(FewRecords + 1)}) few"
        );
        var records = await session.ReadAsync(sql, reader => reader.GetInt64(0)).ConfigureAwait(false);
        return new TextSearch(folded, records[0] > FewRecords ? null : ids);
    }

    /// <summary>
    /// Adds the condition on a record. A text is looked up for each record that is read, since SQLite evaluates an
    /// EXISTS by scanning all texts first.
    /// </summary>
    public void AddCondition(UsageSql sql, UsageTables tables, SqlText alias) =>
        sql.Append(
            TextIds is not null
                ? (SqlText)$" AND {sql.Dialect.IsOneOf(sql, $"{alias}.text_id", TextIds)}"
                : $" AND (SELECT {sql.Dialect.Contains(sql, $"t.folded", Folded)} FROM {tables.Texts} t WHERE t.id = {alias}.text_id)"
        );
}
