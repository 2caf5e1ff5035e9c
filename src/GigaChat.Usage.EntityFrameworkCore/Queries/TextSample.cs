using System.Data.Common;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The estimates that a few hundred texts from all over their table give about a search, before an index is used: an
/// index reads the list of each trigram, however long it is.
/// </summary>
/// <param name="IsCommon"><c>true</c> if too many texts contain the searched text to list them; otherwise,
/// <c>false</c>.</param>
/// <param name="RareTrigrams">The rarest trigrams of the searched text: a text that has these mostly has the others
/// too.</param>
internal sealed record TextSample(bool IsCommon, IReadOnlyList<string> RareTrigrams)
{
    private const int Places = 16;
    private const int TextsPerPlace = 32;
    private const int Rarest = 3;

    /// <summary>
    /// The share limit of a trigram: one that every fourth text or more has narrows the result too little for the
    /// length of its list.
    /// </summary>
    private const int TooMany = 4;

    /// <summary>The number of texts below which the index is fast without a sample.</summary>
    private const int ManyTexts = 100_000;

    public static async Task<TextSample> ReadAsync(UsageSession session, string folded)
    {
        var newest = (
            await session
                .ReadAsync(session.Sql().Add($"SELECT COALESCE(MAX(id), 0) FROM {session.Tables.Texts}"), reader =>
                    reader.GetInt64(0)
                )
                .ConfigureAwait(false)
        )[0];
        var ids = Enumerable
            .Range(0, Places)
            .SelectMany(place => Enumerable.Range(1, TextsPerPlace).Select(i => (newest * place / Places) + i));
        var trigrams = Trigrams.Of(folded);
        var sql = session.Sql();
        var counts = trigrams
            .Prepend(folded)
            .Select(SqlText (text) => $"COUNT(CASE WHEN {sql.Dialect.Contains(sql, $"t.folded", text)} THEN 1 END)");
        sql.Add(
            $"SELECT COUNT(*), {SqlText.List(counts)} FROM {session.Tables.Texts} t WHERE {sql.Dialect.IsOneOf(sql, $"t.id", [.. ids.Distinct()])}"
        );
        return (await session.ReadAsync(sql, Sample).ConfigureAwait(false))[0];

        TextSample Sample(DbDataReader reader)
        {
            var texts = reader.GetInt64(0);
            var rarest = trigrams
                .Select((trigram, i) => (trigram, Seen: reader.GetInt64(2 + i)))
                .OrderBy(pair => pair.Seen)
                .Take(Rarest);
            return new TextSample(
                newest >= ManyTexts && reader.GetInt64(1) * TextsPerPlace > texts,
                [.. rarest.Where((pair, i) => i == 0 || pair.Seen * TooMany < texts).Select(pair => pair.trigram)]
            );
        }
    }
}
