namespace GigaChat.Usage.AspNetCore;

/// <summary>A cell with a key that is the same in every language and a name in the viewer's language. Pages and CSV
/// contain the name, JSON the key.</summary>
/// <param name="Key">The key; null for records that have none.</param>
/// <param name="Name">The name, in the viewer's language.</param>
internal sealed record NamedKey(string? Key, string Name)
{
    public override string ToString() => Name;
}
