using System.Globalization;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The names of records in a list.</summary>
internal static class RecordNames
{
    private const int TopicLength = 50;
    private const int TokenLength = 8;

    /// <summary>
    /// Gets the user; without one the first 8 characters of the access token; with neither, the word for an unknown
    /// one.
    /// </summary>
    public static string Payer(UsageRecord record, PageText text) =>
        record.UserName
        ?? record.UserId
        ?? (record.AccessToken is { } token ? Cut(token, TokenLength, "…") : text.Anonymous);

    public static string ShortTopic(string? topic) => topic is null ? "—" : Cut(topic, TopicLength, "…");

    /// <summary>
    /// Cuts a text to a number of characters as a reader sees them: a letter is not separated from its marks.
    /// </summary>
    private static string Cut(string text, int length, string ellipsis)
    {
        var info = new StringInfo(text);
        return info.LengthInTextElements <= length ? text : info.SubstringByTextElements(0, length) + ellipsis;
    }
}
