namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A text to search in, folded: topic, user name, access token and generation as records have them together.
/// Records with the same text share it.</summary>
internal sealed class UsageText
{
    public long Id { get; set; }

    public string Folded { get; set; } = "";
}
