namespace GigaChat.Usage.Import;

/// <summary>Values of a file in messages.</summary>
internal static class Quoted
{
    private const int Most = 40;

    /// <summary>Gets a value in quotes, cut where it is long.</summary>
    public static string Of(string value) => value.Length <= Most ? $"\"{value}\"" : $"\"{value[..Most]}…\"";
}
