namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// A folded text to search in: the topic, user name, access token and generation that records have together. Records
/// with the same text share it.
/// </summary>
internal sealed class UsageText
{
    public long Id { get; set; }

    public string Folded { get; set; } = "";
}
