namespace GigaChat.Usage.Storage;

/// <summary>Letter case, forgotten the same way by every store: character by character, in any script, whatever the
/// culture or the database's collation.</summary>
internal static class UsageFold
{
    // A noncharacter: no text that people write holds it, so a search never matches across two fields.
    private const char Separator = '\uFFFF';

    public static string Fold(string text) => text.ToUpperInvariant();

    /// <summary>What <see cref="UsageFilter.Search"/> looks into, folded; null when the record has none of
    /// it.</summary>
    public static string? SearchText(UsageRecord record)
    {
        if ((record.Topic ?? record.UserName ?? record.AccessToken ?? record.GenerationId) is null)
            return null;
        return Fold(string.Join(Separator, record.Topic, record.UserName, record.AccessToken, record.GenerationId));
    }
}
