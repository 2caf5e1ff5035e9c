using System.Globalization;

namespace GigaChat.Usage.AspNetCore;

/// <summary>What a record is called in a list.</summary>
internal static class RecordNames
{
    private const int TopicLength = 50;
    private const int TokenLength = 8;

    /// <summary>The user; without one the first 8 characters of the access token; with neither, that it is nobody
    /// known.</summary>
    public static string Payer(UsageRecord record, PageText text) =>
        record.UserName
        ?? record.UserId
        ?? (record.AccessToken is { } token ? Cut(token, TokenLength, "…") : text.Anonymous);

    public static string ShortTopic(string? topic) => topic is null ? "—" : Cut(topic, TopicLength, "…");

    /// <summary>At most so many characters as a reader sees them: a letter with its marks is not torn apart.</summary>
    private static string Cut(string text, int length, string ellipsis)
    {
        var info = new StringInfo(text);
        return info.LengthInTextElements <= length ? text : info.SubstringByTextElements(0, length) + ellipsis;
    }
}
