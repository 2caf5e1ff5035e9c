namespace GigaChat.Usage.Storage;

/// <summary>
/// Folds letter case, the same way for every store: character by character, in any script, whatever the culture or the
/// database's collation.
/// </summary>
internal static class UsageFold
{
    // A noncharacter: no ordinary text contains it, so a search never matches across two fields.
    private const char Separator = '\uFFFF';

    public static string Fold(string text) => text.ToUpperInvariant();

    /// <summary>
    /// Gets the folded text that <see cref="UsageFilter.Search"/> searches; null when the record has none.
    /// </summary>
    public static string? SearchText(UsageRecord record)
    {
        if ((record.Topic ?? record.UserName ?? record.AccessToken ?? record.GenerationId) is null)
            return null;
        return Fold(string.Join(Separator, record.Topic, record.UserName, record.AccessToken, record.GenerationId));
    }
}
